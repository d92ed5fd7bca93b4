namespace Granary.Sql.Catalog.Facts;

/// <summary>A row of pg_operator. A prefix operator has no left type.</summary>
internal sealed record PgOperator(uint Oid, string Name, PgType? Left, PgType Right, PgType Result, uint Function)
{
    public override string ToString() => Left is null ? $"{Name} {Right}" : $"{Left} {Name} {Right}";
}
