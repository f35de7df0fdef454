import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { FlowThumb } from '@/builder/picture/FlowThumb'
import { documentQuery, type Flow } from './flow'
import styles from './Preview.module.css'

/** A small picture of a flow's newest revision, fetched when it comes into view. */
export function Preview({ flow }: { flow: Flow }) {
  const { t } = useLingui()
  const [frame, seen] = useSeen()
  const document = useQuery({ ...documentQuery(flow.id, flow.latest_revision), enabled: seen && flow.latest_revision > 0 })
  return (
    <div ref={frame} className={styles.frame}>
      {document.data && Object.keys(document.data.nodes).length > 0 && <FlowThumb document={document.data} label={t`Picture of ${flow.name}`} />}
    </div>
  )
}

/** Whether an element has been in view, or nearly. */
function useSeen() {
  const ref = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element || seen) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true), { rootMargin: '200px' })
    observer.observe(element)
    return () => observer.disconnect()
  }, [seen])
  return [ref, seen] as const
}
