namespace Granary.Sql.Catalog.Facts;

/// <summary>A row of pg_type, as far as resolving needs it. Compared by reference: there is one for each OID.</summary>
internal sealed class PgType
{
    public required uint Oid { get; init; }
    public required string Name { get; init; }
    public required uint Namespace { get; init; }
    /// <summary>b base, c composite, d domain, e enum, p pseudo, r range, m multirange.</summary>
    public required char Kind { get; init; }
    public required char Category { get; init; }
    public required bool IsPreferred { get; init; }
    public required short Length { get; init; }
    /// <summary>The OID of the element type of a subscriptable type, or 0 (also set for name, point and other fixed vectors).</summary>
    public required uint ElementOid { get; init; }
    public required uint ArrayOid { get; init; }
    public required uint BaseOid { get; init; }
    public required uint RelationOid { get; init; }
    public required bool HasTypmod { get; init; }

    /// <summary>Whether this is a true array (int4[]), not a fixed vector such as name or oidvector.</summary>
    public bool IsArray => ElementOid != 0 && Length == -1 && Category == 'A' && Oid is not (22 or 30);

    public bool IsString => Category == 'S';

    public bool IsNumeric => Category == 'N';

    public bool IsPseudo => Kind == 'p';

    public override string ToString() => Name;
}
