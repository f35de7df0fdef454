// @vitest-environment happy-dom
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { fireEvent, render, screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import '../testing/mount'
import { first, keepPlace, readPlace } from './place'
import { SettingsPanel } from './SettingsPanel'

beforeEach(() => {
  localStorage.clear()
  window.innerWidth = 1280
  window.innerHeight = 800
  HTMLElement.prototype.setPointerCapture = () => undefined
})

function show(onClose = vi.fn()) {
  const view = render(
    <I18nProvider i18n={i18n}>
      <SettingsPanel title="Main menu" subtitle="Asks the caller." onClose={onClose}>
        <input aria-label="inside" onKeyDown={(event) => event.key === 'Escape' && (event.target as HTMLInputElement).value && event.stopPropagation()} />
      </SettingsPanel>
    </I18nProvider>,
  )
  return { ...view, onClose, panel: screen.getByRole('region', { name: 'Main menu' }) }
}

const grip = () => screen.getByRole('separator', { name: 'Size of the settings' })

test('it is docked at the right, is made wider by dragging, and stays so after a reload', () => {
  const { panel, unmount } = show()
  expect(panel.dataset.mode).toBe('right')
  fireEvent.pointerDown(grip(), { button: 0, pointerId: 1, clientX: 880, clientY: 0 })
  fireEvent.pointerMove(grip(), { pointerId: 1, clientX: 800, clientY: 0 })
  fireEvent.pointerUp(grip(), { pointerId: 1 })
  fireEvent.pointerMove(grip(), { pointerId: 1, clientX: 100, clientY: 0 })
  expect(panel.style.width).toBe('480px')
  unmount()
  expect(show().panel.style.width).toBe('480px')
})

test('keys make it wider and narrower, in its bounds', () => {
  const { panel } = show()
  fireEvent.keyDown(grip(), { key: 'ArrowLeft' })
  expect(panel.style.width).toBe('416px')
  for (let i = 0; i < 20; i++) fireEvent.keyDown(grip(), { key: 'ArrowRight', shiftKey: true })
  expect(panel.style.width).toBe('300px')
})

test('it floats where it was put, and is moved by keys', () => {
  keepPlace({ ...first, mode: 'floating', x: 100, y: 50 })
  const { panel } = show()
  fireEvent.keyDown(screen.getByRole('button', { name: 'Move the settings' }), { key: 'ArrowDown' })
  expect([panel.style.left, panel.style.top]).toEqual(['100px', '66px'])
  expect(readPlace()).toMatchObject({ x: 100, y: 66 })
})

test('on a phone it is a sheet, whatever was chosen elsewhere', () => {
  keepPlace({ ...first, mode: 'floating' })
  window.innerWidth = 390
  const { panel } = show()
  expect(panel.dataset.mode).toBe('sheet')
  expect(grip().getAttribute('aria-valuenow')).toBe('60')
  fireEvent.keyDown(grip(), { key: 'ArrowUp', shiftKey: true })
  expect(grip().getAttribute('aria-valuenow')).toBe('68')
  expect(readPlace().mode).toBe('floating')
})

test('Escape closes it, unless a field has a use for it', () => {
  const { onClose } = show()
  const input = screen.getByLabelText<HTMLInputElement>('inside')
  fireEvent.change(input, { target: { value: 'x' } })
  fireEvent.keyDown(input, { key: 'Escape' })
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.change(input, { target: { value: '' } })
  fireEvent.keyDown(input, { key: 'Escape' })
  expect(onClose).toHaveBeenCalledOnce()
})
