import { build } from './server'

/** Playwright's global set-up. */
export default build
