using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Catalog.SystemRelations;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Generating;

/// <summary>Reads the session's values when a statement is bound.</summary>
internal static class SessionValueReader
{
    /// <summary>The name under which the text of version() is asked of the session.</summary>
    public const string VersionSetting = "granary.version_text";

    private const string DefaultVersion = "PostgreSQL 15.18 (Granary) on x86_64-pc-linux-gnu, compiled by .NET, 64-bit";

    public static void Append(SessionValue value, ResolvingSession session, ColumnBuilder column)
    {
        switch (value.Kind)
        {
            case SessionValueKind.TransactionTime:
                column.Append(session.Context.TransactionTime);
                break;
            case SessionValueKind.StatementTime:
                column.Append(session.Context.StatementTime);
                break;
            case SessionValueKind.ProcessId:
                column.Append(session.Context.BackendPid);
                break;
            case SessionValueKind.Schemas:
                foreach (var schema in session.SearchPath.Where(session.Catalog.HasSchema)) AppendText(column.Child, schema);
                column.EndList();
                break;
            case SessionValueKind.RegistryOids:
                foreach (var (oid, _) in Registry(value.Name!, session)) column.Child.Append((long)oid);
                column.EndList();
                break;
            case SessionValueKind.HiddenRelations:
                foreach (var oid in Schemas.HiddenRelations(session)) column.Child.Append((long)oid);
                column.EndList();
                break;
            case SessionValueKind.RegistryNames:
                foreach (var (_, name) in Registry(value.Name!, session)) AppendText(column.Child, name);
                column.EndList();
                break;
            default:
                AppendText(column, TextOf(value, session));
                break;
        }
    }

    private static string? TextOf(SessionValue value, ResolvingSession session) => value.Kind switch
    {
        SessionValueKind.User => session.UserName,
        SessionValueKind.Database => session.Context.Database,
        SessionValueKind.Schema => session.SearchPath.FirstOrDefault(s => s is "pg_catalog" or "information_schema" || session.Catalog.HasSchema(s)),
        SessionValueKind.TimeZone => session.TimeZone,
        SessionValueKind.Setting when value.Name == VersionSetting => session.Context.Setting(VersionSetting) ?? DefaultVersion,
        SessionValueKind.Setting => session.Context.Setting(value.Name!),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void AppendText(ColumnBuilder column, string? text)
    {
        if (text is null) column.AppendNull();
        else column.AppendBytes(Encoding.UTF8.GetBytes(text));
    }

    private static IEnumerable<(uint Oid, string Name)> Registry(string type, ResolvingSession session) => type switch
    {
        "regtype" => PgTypes.All.Select(t => (t.Oid, TypeNames.Format(t))),
        "regclass" => SystemRelationColumns.All.Select(r => (r.Oid, (r.Schema == "pg_catalog" ? "" : r.Schema + ".") + TypeNames.Quote(r.Name)))
            .Concat(session.Catalog.Tables.Select(t => (t.Oid, (session.SearchPath.Contains(t.Schema) ? "" : TypeNames.Quote(t.Schema) + ".") + TypeNames.Quote(t.Definition.Name)))),
        "regproc" or "regprocedure" => PgFunctions.All.Select(f => (f.Oid, f.Name)),
        "regnamespace" => Schemas.All,
        "regrole" => Roles.All,
        _ => [],
    };
}
