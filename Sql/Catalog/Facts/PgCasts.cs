namespace Granary.Sql.Catalog.Facts;

/// <summary>Where a cast happens. One that a lower context allows is allowed in the higher ones too.</summary>
internal enum CastContext
{
    Implicit = 0,
    Assignment = 1,
    Explicit = 2,
}

/// <summary>A row of pg_cast: f a function, i through text, b the same bytes.</summary>
internal sealed record PgCast(PgType Source, PgType Target, CastContext Context, char Method, uint Function);

/// <summary>All casts of PostgreSQL 15.</summary>
internal static class PgCasts
{
    private static readonly Dictionary<(uint Source, uint Target), PgCast> ByPairs = Load();

    public static PgCast? TryGet(PgType source, PgType target) => ByPairs.GetValueOrDefault((source.Oid, target.Oid));

    private static Dictionary<(uint Source, uint Target), PgCast> Load()
    {
        var file = FactFile.Open("pg_cast");
        int source = file.Column("castsource"), target = file.Column("casttarget"), context = file.Column("castcontext"),
            method = file.Column("castmethod"), function = file.Column("castfunc");
        var casts = new Dictionary<(uint Source, uint Target), PgCast>(256);
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            var cast = new PgCast(PgTypes.Get(uint.Parse(row[source])), PgTypes.Get(uint.Parse(row[target])), Context(row[context][0]),
                row[method][0], uint.Parse(row[function]));
            casts.Add((cast.Source.Oid, cast.Target.Oid), cast);
        }
        return casts;
    }

    private static CastContext Context(char letter) => letter switch
    {
        'i' => CastContext.Implicit,
        'a' => CastContext.Assignment,
        _ => CastContext.Explicit,
    };
}
