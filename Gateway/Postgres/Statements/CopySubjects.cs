using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;
using Granary.Sql.Syntax;
using ColumnDefinition = Granary.Grains.Interfaces.Tables.ColumnDefinition;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>What a COPY is from or to.</summary>
internal static class CopySubjects
{
    private const string PublicSchema = "public";

    /// <summary>The table and columns that COPY FROM fills.</summary>
    public static CopyTargetTable TargetOf(CopyStatement copy)
    {
        if (copy.Subject is not CopyTable subject) throw new GranaryException(ErrorKind.Invalid, SqlState.SyntaxError, "COPY FROM needs a table") { Position = copy.Subject.Position };
        var table = subject.Name.Schema is null or PublicSchema ? BuiltInTables.Find(subject.Name.Name) : null;
        if (table is null) throw new GranaryException(ErrorKind.NotFound, SqlState.UndefinedTable, $"relation \"{subject.Name}\" does not exist") { Position = subject.Name.Position };
        return new CopyTargetTable(table, subject.Columns.Count == 0 ? table.Columns : ColumnsOf(table, subject.Columns));
    }

    /// <summary>The query whose rows COPY TO sends.</summary>
    public static Statement QueryOf(CopyStatement copy) => copy.Subject switch
    {
        CopyQuery { Statement: SelectStatement or InsertStatement } query => query.Statement,
        CopyQuery => throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "COPY TO takes a SELECT or an INSERT … RETURNING") { Position = copy.Subject.Position },
        CopyTable table => SelectFrom(table),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static SelectStatement SelectFrom(CopyTable table)
    {
        var position = table.Position;
        SelectTarget[] targets = table.Columns.Count == 0 ? [new SelectTarget(position, new StarReference(position, []), null)]
            : [.. table.Columns.Select(column => new SelectTarget(position, new ColumnReference(position, [column]), null))];
        var body = new SelectBody(position, targets) { From = [new TableReference(table.Name.Position, table.Name)] };
        return new SelectStatement(position, new Query(position, body));
    }

    private static List<ColumnDefinition> ColumnsOf(TableSchema table, IReadOnlyList<string> names)
    {
        var columns = new List<ColumnDefinition>(names.Count);
        foreach (var name in names)
        {
            var index = table.IndexOf(name);
            if (index < 0)
                throw new GranaryException(ErrorKind.NotFound, SqlState.UndefinedColumn, $"column \"{name}\" of relation \"{table.Name}\" does not exist") { TableName = table.Name, ColumnName = name };
            if (columns.Contains(table.Columns[index]))
                throw new GranaryException(ErrorKind.Invalid, SqlState.DuplicateColumn, $"column \"{name}\" specified more than once");
            columns.Add(table.Columns[index]);
        }

        return columns;
    }
}

/// <summary>A table and those of its columns that data come for, in the data's order.</summary>
internal sealed record CopyTargetTable(TableSchema Table, IReadOnlyList<ColumnDefinition> Columns);
