import type { BarsBlock, Block, FactsBlock, TableBlock } from "./blocks";
import classes from "./editions.module.css";

/** Draw the blocks of a frozen report. Its words never change, so their places are their keys. */
export function ReportBlocks({ blocks, inGroup = false }: { blocks: Block[]; inGroup?: boolean }) {
  return blocks.map((block, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the report is frozen
    <OneBlock key={place} block={block} inGroup={inGroup} />
  ));
}

function OneBlock({ block, inGroup }: { block: Block; inGroup: boolean }) {
  switch (block.kind) {
    case "heading":
      return inGroup ? <h3 className={classes.subheading}>{block.text}</h3> : <h2>{block.text}</h2>;
    case "paragraph":
      return <p className={`${classes.paragraph} ${classes[block.style] ?? ""}`}>{block.text}</p>;
    case "facts":
      return <ReportFacts block={block} />;
    case "checklist":
      return <ItemList items={block.items} />;
    case "table":
      return <ReportTable block={block} />;
    case "bars":
      return <ReportBars block={block} />;
    case "signatures":
      return <ItemList items={block.people.map(({ name, post }) => `${name}, ${post}`)} />;
    case "group":
      return (
        <section className={classes.group}>
          <ReportBlocks blocks={block.blocks} inGroup />
        </section>
      );
    // Lines to write on are for paper; a kind that this page does not know is in the PDF.
    default:
      return null;
  }
}

function ItemList({ items }: { items: string[] }) {
  return (
    <ul className={classes.items}>
      {items.map((item, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the report is frozen
        <li key={place}>{item}</li>
      ))}
    </ul>
  );
}

function ReportFacts({ block }: { block: FactsBlock }) {
  return (
    <dl className={classes.facts}>
      {block.rows.map(({ name, value, strong }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={strong ? classes.strong : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ReportTable({ block: { head, rows } }: { block: TableBlock }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than a phone is scrolled by keys, too
    <section className={classes.wide} tabIndex={0} aria-label={head[0]}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join("|")}>
              {cells.map((cell, place) =>
                place === 0 ? (
                  <th key={head[0]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={head[place]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ReportBars({ block }: { block: BarsBlock }) {
  return (
    <ul className={classes.bars}>
      {block.rows.map(({ name, value, share }) => (
        <li key={name}>
          <span>{name}</span>
          <b>{value}</b>
          <span className={classes.track} aria-hidden="true">
            <i style={{ width: `${100 * share}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
