import { CamelCasePlugin, type PluginTransformQueryArgs, type RootOperationNode, SqliteQueryCompiler } from 'kysely';

/** Names are camelCase in the code and snake_case in the database. The plugin alone would copy the tree of every query to
 *  rename what is in it, which takes longer than to compile it: here they change while the statement is written. */
export class SnakeCaseCompiler extends SqliteQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    const known = written.get(name);
    if (known !== undefined) return known;
    const inSnakeCase = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const sanitized = super.sanitizeIdentifier(inSnakeCase);
    written.set(name, sanitized);
    return sanitized;
  }
}

/** As they stand in the statement; as many as the schema has names. */
const written = new Map<string, string>();

/** The way back, for the rows that were found. */
export class CamelCaseRows extends CamelCasePlugin {
  override transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return node;
  }
}
