import { Trans, useLingui } from '@lingui/react/macro'
import type { Key, ReactNode } from 'react'
import { Button } from './Button'
import { ErrorBox } from './ErrorBox'
import { Skeleton } from './Skeleton'
import styles from './Table.module.css'

export type Column<T> = {
  key: string
  header: ReactNode
  cell: (row: T) => ReactNode
  /** A CSS width; without one the column takes what it needs. */
  width?: string
  align?: 'start' | 'end'
  /** On a phone the column is left out; what it says must not be needed there. */
  wideOnly?: boolean
}

type Props<T> = {
  /** What the table is of, for those who do not see it. */
  caption: string
  columns: Column<T>[]
  /** Undefined while they are fetched. */
  rows: readonly T[] | undefined
  rowKey: (row: T) => Key
  error?: unknown
  retry?: () => void
  /** Shown when there are no rows: an EmptyState that teaches, or says that the filter finds none. */
  empty: ReactNode
  /** There is more: a button fetches it. */
  more?: { has: boolean; busy: boolean; fetch: () => unknown }
  selected?: (row: T) => boolean
}

/** A list of things: fetched, empty, failed or there. The first cell of a row is its heading; put the link to the thing in it. */
export function Table<T>({ caption, columns, rows, rowKey, error, retry, empty, more, selected }: Props<T>) {
  const { t } = useLingui()
  if (error && !rows) return <ErrorBox error={error} retry={retry} />
  if (rows?.length === 0) return empty
  const classOf = (column: Column<T>) => [column.align === 'end' && styles.end, column.wideOnly && styles.wideOnly].filter(Boolean).join(' ')
  return (
    <div className={styles.frame}>
      {error !== undefined && error !== null && <ErrorBox error={error} retry={retry} />}
      {/* It may be wider than a phone: it then scrolls by itself, also with the keyboard. */}
      <div className={styles.scroll} role="region" aria-label={caption} tabIndex={0}>
        <table className={styles.table} aria-busy={!rows}>
          <caption className="sr-only">{rows ? caption : t`${caption}: loading`}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" className={classOf(column)} style={{ width: column.width }}>
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows
              ? rows.map((row) => (
                  <tr key={rowKey(row)} aria-selected={selected?.(row)}>
                    {columns.map((column, index) =>
                      index === 0 ? (
                        <th key={column.key} scope="row" className={classOf(column)}>
                          {column.cell(row)}
                        </th>
                      ) : (
                        <td key={column.key} className={classOf(column)}>
                          {column.cell(row)}
                        </td>
                      ),
                    )}
                  </tr>
                ))
              : Array.from({ length: 5 }, (_, row) => (
                  <tr key={row} aria-hidden>
                    {columns.map((column) => (
                      <td key={column.key} className={classOf(column)}>
                        <Skeleton width={`${45 + ((row * 17 + column.key.length * 7) % 40)}%`} />
                      </td>
                    ))}
                  </tr>
                ))}
          </tbody>
        </table>
      </div>
      {more?.has && (
        <div className={styles.more}>
          <Button size="s" busy={more.busy} onClick={() => void more.fetch()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}
