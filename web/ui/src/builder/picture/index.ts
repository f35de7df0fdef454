export { FlowPicture, type FlowPictureProps } from './FlowPicture'
export { FlowThumb } from './FlowThumb'
export type { Trace } from './pictureMarks'
export type { FlowDocument } from '../model/document'
