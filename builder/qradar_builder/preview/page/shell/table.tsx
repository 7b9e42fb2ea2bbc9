// A table of values: a caption where it needs one, its columns, and the rows that are given.
import type { ComponentChildren } from "preact";

interface TableProps {
  caption?: string;
  columns: readonly string[];
  children: ComponentChildren;
}

export function Table({ caption, columns, children }: TableProps) {
  return (
    <table class="values">
      {caption && <caption>{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
