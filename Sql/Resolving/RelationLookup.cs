using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog;
using Granary.Sql.Catalog.SystemRelations;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Finds relations by name along the session's search path.</summary>
internal sealed class RelationLookup(ResolvingSession session)
{
    private static readonly ConditionalWeakTable<CatalogTable, Relation> Known = [];

    public Relation Find(QualifiedName name)
    {
        if (name.Parts.Count > 3)
            throw Refusal.Of(SqlState.SyntaxError, $"improper qualified name (too many dotted names): {name}", name.Position);
        if (name.Parts.Count == 3 && name.Parts[0] != session.Catalog.DatabaseName)
            throw Refusal.Of(SqlState.FeatureNotSupported, $"cross-database references are not implemented: \"{name}\"", name.Position);
        if (TryFind(name.Schema, name.Name) is { } relation) return relation;
        if (name.Schema is { } schema && !IsSchema(schema))
            throw Refusal.Of(SqlState.UndefinedTable, $"relation \"{schema}.{name.Name}\" does not exist", name.Position);
        throw Refusal.Of(SqlState.UndefinedTable,
            $"relation \"{(name.Schema is null ? name.Name : name.Schema + "." + name.Name)}\" does not exist", name.Position);
    }

    public Relation? TryFind(string? schema, string name)
    {
        if (schema is not null) return TryFindIn(schema, name);
        if (!session.SearchPath.Contains("pg_catalog") && TryFindIn("pg_catalog", name) is { } system) return system;
        foreach (var place in session.SearchPath)
            if (TryFindIn(place, name) is { } found)
                return found;
        return null;
    }

    private bool IsSchema(string schema) => schema is "pg_catalog" or "information_schema" || session.Catalog.HasSchema(schema);

    private Relation? TryFindIn(string schema, string name)
    {
        if (schema is "pg_catalog" or "information_schema") return SystemRelationColumns.TryGet(schema, name);
        return session.Catalog.Find(schema, name) is { } table ? Known.GetValue(table, Relation.Of) : null;
    }
}
