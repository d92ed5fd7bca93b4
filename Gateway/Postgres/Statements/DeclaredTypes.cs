using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>The types that PREPARE names.</summary>
internal static class DeclaredTypes
{
    public static uint OidOf(TypeName type) => TypeFacts.OidOf(type.Name.Name, type.IsArray)
        ?? throw new GranaryException(ErrorKind.NotFound, SqlState.UndefinedObject, $"type \"{type.Name.Name}\" does not exist") { Position = type.Position };
}
