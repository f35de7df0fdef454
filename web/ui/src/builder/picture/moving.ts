import { useMemo, type RefObject } from 'react'

/** Says in the page while a picture is moved, and until 150 ms after; what that changes in how it is drawn is in reactFlow.css. */
export function useMoving(frame: RefObject<HTMLElement | null>): { onMove: () => void; onMoveEnd: () => void } {
  return useMemo(
    () => ({
      onMove: () => frame.current?.toggleAttribute('data-moving', true),
      onMoveEnd: () => frame.current?.toggleAttribute('data-moving', false),
    }),
    [frame],
  )
}
