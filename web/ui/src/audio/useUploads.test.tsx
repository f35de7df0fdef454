// @vitest-environment happy-dom
import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Sound } from './api'
import { useUploads } from './useUploads'

const sound = (name: string): Sound => ({ name, hash: '', duration_s: 1, size: 1, created: '' })
const file = (name: string) => new File(['RIFF'], name)

test('files go one after the other, under names that are free; a refused one stops nothing', async () => {
  const sent: string[] = []
  const send = vi.fn(async (_file: File, name: string, onProgress: (part: number) => void) => {
    sent.push(name)
    onProgress(0.5)
    if (name === 'bad') throw new Error('This is no sound.')
    return sound(name)
  })
  const after = vi.fn()
  const { result } = renderHook(() => useUploads(send, ['welcome'], after))
  act(() => result.current.add([file('Welcome.wav'), file('bad.mp3'), file('welcome.mp3'), file('صوت.wav')]))
  await waitFor(() => expect(result.current.uploads.map(({ state }) => state)).toEqual(['done', 'failed', 'done', 'done']))
  expect(sent).toEqual(['welcome-2', 'bad', 'welcome-3', 'audio'])
  expect(after).toHaveBeenCalledTimes(3)
  expect(result.current.uploads[1]?.error).toEqual(new Error('This is no sound.'))

  act(() => {
    const bad = result.current.uploads[1]
    if (bad) result.current.again(bad)
  })
  await waitFor(() => expect(send).toHaveBeenCalledTimes(5))
  await waitFor(() => expect(result.current.uploads[1]?.state).toBe('failed'))
  act(() => result.current.dismiss(result.current.uploads[1]?.id ?? 0))
  expect(result.current.uploads).toHaveLength(3)
})
