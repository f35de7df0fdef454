// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mount, settle } from '../../testing/mount'
import { nodeType } from '../../testing/nodeTypes'
import { audioName, free } from '@/parts/sound/names'
import { wav } from '@/parts/sound/wav'
import { example, kindOfSound, readSound } from './soundKind'

const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name)
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const type = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value, selectionStart: value.length } })
const menu = { prompt: 'audio:welcome', keys: { '1': 'A' } }
const record = { type: 'record', params: {} }

afterEach(() => vi.restoreAllMocks())

describe('an audio or a text', () => {
  test('an audio is chosen from the library', async () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: menu })
    await settle()
    type(field(/^Prompt/), 'main')
    fireEvent.click(screen.getByRole('option', { name: /main-menu/ }))
    expect(view.params()).toEqual({ ...menu, prompt: 'audio:main-menu' })
  })

  test('another sound of Asterisk can be named', async () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: menu })
    type(field(/^Prompt/), 'sound:vm-intro')
    fireEvent.blur(field(/^Prompt/))
    expect(view.params()).toEqual({ ...menu, prompt: 'sound:vm-intro' })
  })

  test('a text instead', () => {
    const view = mount(nodeType('record'), record)
    type(field('Notice of the recording'), 'This call is recorded.')
    expect(view.params()).toEqual({ notice: 'This call is recorded.' })
  })

  test('what another kind of thing was is taken away with the kind, as one step', () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: menu })
    fireEvent.click(screen.getAllByLabelText('Text to speak')[0] as HTMLElement)
    expect(view.params()).toEqual({ keys: menu.keys })
    type(field(/^Prompt/), 'Press 1.')
    expect(view.params()).toEqual({ keys: menu.keys, prompt: 'Press 1.' })
  })

  test('a greeting keeps an audio and a text apart, and shows one field', async () => {
    const view = mount(nodeType('greeting'), { type: 'greeting', params: { say: 'Hello' } })
    await settle()
    expect(field('What the caller hears').value).toBe('Hello')
    fireEvent.click(screen.getByRole('radio', { name: 'Audio' }))
    expect(view.params()).toBeUndefined()
    const input = field('What the caller hears')
    type(input, 'welcome')
    fireEvent.blur(input)
    expect(view.params()).toEqual({ audio: 'audio:welcome' })
  })
})

describe('playing', () => {
  test('an audio is played from the library, a text is spoken', async () => {
    const played: string[] = []
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(async function (this: HTMLMediaElement) {
      played.push(this.src)
    })
    vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => undefined)
    const speak = vi.fn(async () => new Blob(['x']))
    mount(nodeType('menu'), { type: 'menu', params: { ...menu, invalid_audio: 'No, {{ caller.name }}!' } }, { references: { speak } })
    fireEvent.click(button('Play'))
    await waitFor(() => expect(played).toHaveLength(1))
    expect(played[0]).toContain('/audio/welcome.wav')
    await screen.findByRole('button', { name: 'Stop' })
    fireEvent.click(button('Stop'))
    fireEvent.click(button('Speak'))
    await waitFor(() => expect(played).toHaveLength(2))
    expect(speak).toHaveBeenCalledWith('No, …!', expect.anything())
    expect(played[1]).toMatch(/^blob:/)
  })

  test('what cannot be played says why', async () => {
    mount(nodeType('menu'), { type: 'menu', params: { prompt: 'Hello', keys: {} } }, { references: { speak: () => Promise.reject(new Error('There is no program that speaks.')) } })
    fireEvent.click(button('Speak'))
    expect((await screen.findByRole('alert')).textContent).toBe('There is no program that speaks.')
  })
})

describe('a new audio', () => {
  const wavFile = () => new File(['RIFF'], 'Büro Ansage.wav', { type: 'audio/wav' })

  test('a file is named, put in the library, and used', async () => {
    const uploaded: [string, string][] = []
    const view = mount(nodeType('menu'), { type: 'menu', params: menu }, {
      references: {
        upload: async (name, file) => {
          uploaded.push([name, file instanceof File ? file.name : ''])
          return { ref: `audio:${name}`, name }
        },
      },
    })
    await settle()
    fireEvent.change(field('Audio file'), { target: { files: [wavFile()] } })
    const name = field('Name in the audio library')
    expect(name.value).toBe('bu-ro-ansage')
    type(name, 'welcome')
    expect(screen.getByText(/“welcome” is in the library already/)).toBeTruthy()
    fireEvent.click(button('Use it'))
    expect(uploaded).toEqual([])
    type(name, 'office')
    fireEvent.click(button('Use it'))
    await waitFor(() => expect(view.params()).toEqual({ ...menu, prompt: 'audio:office' }))
    expect(uploaded).toEqual([['office', 'Büro Ansage.wav']])
    expect(screen.queryByLabelText('Name in the audio library')).toBeNull()
  })

  test('one that the server refuses stays, with the reason', async () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: menu }, { references: { upload: () => Promise.reject(new Error('This is no sound.')) } })
    fireEvent.change(field('Audio file'), { target: { files: [wavFile()] } })
    fireEvent.click(button('Use it'))
    await screen.findByText('This is no sound.')
    expect(view.changes).toEqual([])
    fireEvent.click(button('Discard'))
    expect(screen.queryByText('This is no sound.')).toBeNull()
  })
})

describe('recording', () => {
  let stopped = 0
  beforeEach(() => {
    stopped = 0
    const stream = { getTracks: () => [{ stop: () => void stopped++ }] }
    vi.stubGlobal('navigator', Object.create(navigator, { mediaDevices: { value: { getUserMedia: async () => stream } } }))
    vi.stubGlobal(
      'MediaRecorder',
      class {
        state = 'inactive'
        mimeType = 'audio/webm'
        ondataavailable: ((event: { data: Blob }) => void) | undefined
        onstop: (() => void) | undefined
        start() {
          this.state = 'recording'
        }
        stop() {
          this.state = 'inactive'
          this.ondataavailable?.({ data: new Blob(['recorded']) })
          this.onstop?.()
        }
      },
    )
    vi.stubGlobal(
      'AudioContext',
      class {
        createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: () => undefined })
        createMediaStreamSource = () => ({ connect: () => undefined })
        close = async () => undefined
      },
    )
    vi.stubGlobal(
      'OfflineAudioContext',
      class {
        destination = {}
        decodeAudioData = async () => ({ duration: 0.001 })
        createBufferSource = () => ({ connect: () => undefined, start: () => undefined })
        startRendering = async () => ({ getChannelData: () => new Float32Array([0, 1, -1]) })
      },
    )
  })
  afterEach(() => vi.unstubAllGlobals())

  test('what is said becomes a WAV file that can be used', async () => {
    const kept: Blob[] = []
    const view = mount(nodeType('menu'), { type: 'menu', label: 'Main menu', params: menu }, {
      references: {
        upload: async (name, file) => {
          kept.push(file)
          return { ref: `audio:${name}`, name }
        },
      },
    })
    await settle()
    fireEvent.click(button('Record'))
    fireEvent.click(await screen.findByRole('button', { name: /Stop recording/ }))
    // The library has a "main-menu", but no such prompt.
    await waitFor(() => expect(field('Name in the audio library').value).toBe('main-menu-prompt'))
    expect(stopped).toBe(1)
    fireEvent.click(button('Use it'))
    await waitFor(() => expect(view.params()).toEqual({ ...menu, prompt: 'audio:main-menu-prompt' }))
    expect(new TextDecoder().decode((await kept[0]?.arrayBuffer())?.slice(0, 4))).toBe('RIFF')
  })

  test('the microphone is let go when the node is left', async () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: menu })
    fireEvent.click(button('Record'))
    await screen.findByRole('button', { name: /Stop recording/ })
    view.unmount()
    expect(stopped).toBe(1)
  })

  test('a browser that refuses the microphone says what to do', async () => {
    vi.stubGlobal('navigator', Object.create(navigator, { mediaDevices: { value: { getUserMedia: () => Promise.reject(new DOMException('no', 'NotAllowedError')) } } }))
    mount(nodeType('menu'), { type: 'menu', params: menu })
    await act(async () => fireEvent.click(button('Record')))
    expect(screen.getByRole('alert').textContent).toContain('may not use the microphone')
  })
})

test('a WAV file of 16 bits', async () => {
  const view = new DataView(await wav(new Float32Array([0, 1, -1, 2]), 16_000).arrayBuffer())
  const word = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))
  expect([word(0), word(8), word(12), word(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data'])
  expect(view.byteLength).toBe(44 + 8)
  expect(view.getUint32(4, true)).toBe(44 + 8 - 8)
  expect(view.getUint32(24, true)).toBe(16_000)
  expect([0, 1, 2, 3].map((i) => view.getInt16(44 + i * 2, true))).toEqual([0, 32_767, -32_768, 32_767])
})

test('what a param holds', () => {
  expect(kindOfSound('audio:welcome')).toBe('audio')
  expect(kindOfSound('tone:busy')).toBe('audio')
  expect(kindOfSound('say:audio:welcome')).toBe('text')
  expect(kindOfSound('Hello: you')).toBe('text')
  expect(kindOfSound('')).toBeUndefined()
  expect(readSound('welcome')).toBe('audio:welcome')
  expect(readSound('sound:beep')).toBe('sound:beep')
  expect(example('Hi {{ caller.name }}, you are {{n}}.')).toBe('Hi …, you are ….')
})

test('names of new audios', () => {
  expect(audioName('Main menu – Prompt!')).toBe('main-menu-prompt')
  expect(audioName('مرحبا')).toBe('audio')
  expect(free('a', ['a', 'a-2'])).toBe('a-3')
})
