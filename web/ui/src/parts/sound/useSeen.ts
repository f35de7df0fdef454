import { useEffect, useState, type RefObject } from 'react'

/** Whether a thing has come near to what is seen of the page; it stays true. What nobody looks at needs no waveform. */
export function useSeen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const look = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), { rootMargin: '200px' })
    if (element.current) look.observe(element.current)
    return () => look.disconnect()
  }, [element])
  return seen
}
