using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>A DuckDB type with its parameters: the width and scale of a decimal, the element of a list.</summary>
internal sealed record DuckDbType(DuckDbTypeId Id, byte Width = 0, byte Scale = 0, DuckDbType? Element = null)
{
    /// <summary>The alias that marks text as JSON; its vectors are those of text.</summary>
    public const string JsonAlias = "JSON";

    public static DuckDbType Boolean { get; } = new(DuckDbTypeId.Boolean);
    public static DuckDbType Integer { get; } = new(DuckDbTypeId.Integer);
    public static DuckDbType BigInt { get; } = new(DuckDbTypeId.BigInt);
    public static DuckDbType Double { get; } = new(DuckDbTypeId.Double);
    public static DuckDbType Varchar { get; } = new(DuckDbTypeId.Varchar);
    public static DuckDbType TimestampTz { get; } = new(DuckDbTypeId.TimestampTz);

    /// <summary>Whether this is text that DuckDB treats as JSON.</summary>
    public bool IsJson { get; init; }

    public static DuckDbType Decimal(byte width, byte scale) => new(DuckDbTypeId.Decimal, width, scale);

    public static DuckDbType List(DuckDbType element) => new(DuckDbTypeId.List, Element: element);

    /// <summary>Makes DuckDB's object for this type; the caller disposes it.</summary>
    public LogicalTypeHandle CreateHandle()
    {
        if (Id == DuckDbTypeId.Decimal)
            return NativeMethods.CreateDecimalType(Width, Scale);

        if (Id != DuckDbTypeId.List)
            return NativeMethods.CreateLogicalType(Id);

        using LogicalTypeHandle element = Element!.CreateHandle();
        return NativeMethods.CreateListType(element);
    }

    /// <summary>Reads a type out of DuckDB's object.</summary>
    public static unsafe DuckDbType Read(LogicalTypeHandle handle)
    {
        DuckDbTypeId id = NativeMethods.TypeId(handle);
        switch (id)
        {
            case DuckDbTypeId.Decimal:
                return Decimal(NativeMethods.DecimalWidth(handle), NativeMethods.DecimalScale(handle));
            case DuckDbTypeId.List:
                using (LogicalTypeHandle element = NativeMethods.ListChildType(handle))
                    return List(Read(element));
            case DuckDbTypeId.Varchar:
                byte* alias = NativeMethods.TypeAlias(handle);
                if (alias == null)
                    return Varchar;
                bool isJson = NativeMethods.Text(alias) == JsonAlias;
                NativeMethods.Free(alias);
                return isJson ? Varchar with { IsJson = true } : Varchar;
            default:
                return new DuckDbType(id);
        }
    }
}
