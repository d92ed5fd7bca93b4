using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Values.Arrays;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>Appends values that are PostgreSQL's text to columns. Only the types that catalogues have.</summary>
internal static class FactValues
{
    public static void Append(ColumnBuilder column, string? text)
    {
        if (text is null)
        {
            column.AppendNull();
            return;
        }
        switch (column.Type.Kind)
        {
            case TypeKind.Boolean: column.Append((byte)(text is "t" or "true" ? 1 : 0)); break;
            case TypeKind.Int16: column.Append(short.Parse(text, CultureInfo.InvariantCulture)); break;
            case TypeKind.Int32: column.Append(int.Parse(text, CultureInfo.InvariantCulture)); break;
            case TypeKind.Int64: column.Append(long.Parse(text, CultureInfo.InvariantCulture)); break;
            case TypeKind.Float32: column.Append(float.Parse(text, CultureInfo.InvariantCulture)); break;
            case TypeKind.Float64: column.Append(double.Parse(text, CultureInfo.InvariantCulture)); break;
            case TypeKind.Interval:
                column.Append(IntervalReader.Read(Encoding.UTF8.GetBytes(text), IntervalStyle.Postgres));
                break;
            case TypeKind.Array: AppendArray(column, text); break;
            case TypeKind.Text or TypeKind.Varchar: column.AppendBytes(Encoding.UTF8.GetBytes(text)); break;
            default: column.AppendNull(); break;
        }
    }

    // An array, or the blank-separated form of int2vector and oidvector.
    private static void AppendArray(ColumnBuilder column, string text)
    {
        if (text.StartsWith('{'))
        {
            ArrayTextReader<Elements>.Read(Encoding.UTF8.GetBytes(text), 1, new Elements(column));
            return;
        }
        foreach (var item in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Append(column.Child, item);
        column.EndList();
    }

    private readonly struct Elements(ColumnBuilder column) : IArraySink
    {
        private readonly int _start = column.Child.Length;

        public void Add(ReadOnlySpan<byte> element) => Append(column.Child, Encoding.UTF8.GetString(element));

        public void AddNull() => column.Child.AppendNull();

        public void Forget() => column.Child.Truncate(_start);

        public void EndList(int depth) => column.EndList();
    }
}
