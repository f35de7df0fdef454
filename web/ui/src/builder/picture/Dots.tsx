import { useStoreApi } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import styles from './Dots.module.css'

/** Between two dots at a zoom of 1, in pixels. */
const gap = 24

/**
 * The dots of the ground. They are painted once for each zoom and then only moved, by less than one gap, which the browser does
 * without painting; React Flow's own background paints all of the picture anew with every frame.
 */
export const Dots = memo(function Dots() {
  const element = useRef<HTMLDivElement>(null)
  const store = useStoreApi()
  useEffect(() => {
    let last: unknown
    let size = 0
    const place = () => {
      const { transform } = store.getState()
      if (transform === last || !element.current) return
      last = transform
      const [x, y, zoom] = transform
      const now = spacing(zoom)
      const { style } = element.current
      if (now !== size) style.backgroundSize = `${now}px ${now}px`
      size = now
      style.transform = `translate(${within(x, now)}px, ${within(y, now)}px)`
    }
    place()
    return store.subscribe(place)
  }, [store])
  return <div ref={element} className={styles.dots} aria-hidden />
})

/** The distance of dots upon the screen: from far away only some of them are left. */
export function spacing(zoom: number): number {
  let size = gap * zoom
  while (size < 10) size *= 2
  return size
}

/** The rest of a division, which is never negative. */
const within = (value: number, size: number) => ((value % size) + size) % size
