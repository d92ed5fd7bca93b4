using System.Numerics;
using System.Text;
using Granary.Engine.DuckDb;
using Granary.Engine.Segments;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Query;

/// <summary>
/// Puts scans into a generated statement. The text depends on the segments but not on the tail's rows, so that a plan is
/// good until the next flush: tails are read through numbered scans whose rows are put in for each execution.
/// </summary>
internal static class QueryText
{
    /// <summary>The statement, with <paramref name="tail"/> giving the table expression that reads an input's batches.</summary>
    public static string Compose(IReadOnlyList<string> pieces, IReadOnlyList<ScanInput> scans, Func<ScanInput, string> tail)
    {
        var text = new StringBuilder(pieces[0]);
        for (int scan = 0; scan < scans.Count; scan++)
        {
            AppendScan(text, scans[scan], tail);
            text.Append(pieces[scan + 1]);
        }

        return text.ToString();
    }

    /// <summary>
    /// What two executions must have in common to share a plan. The tails' sizes count roughly, in powers of eight: the
    /// order of joins that suits ten rows doesn't suit a million.
    /// </summary>
    public static string PlanKey(IReadOnlyList<string> pieces, IReadOnlyList<ScanInput> scans)
    {
        var distinct = new List<ScanInput>();
        return Compose(pieces, scans, input =>
        {
            int index = IndexOf(distinct, input);
            return $"{ScanTableFunction.Name}(#{index} {Magnitude(input)} {string.Join(',', input.Types)})";
        });
    }

    private static int Magnitude(ScanInput input) => BitOperations.Log2((ulong)input.Batches.Sum(batch => (long)batch.RowCount)) / 3;

    /// <summary>Inputs are told apart as objects: equal ones may hold different rows.</summary>
    private static int IndexOf(List<ScanInput> distinct, ScanInput input)
    {
        int index = distinct.FindIndex(other => ReferenceEquals(other, input));
        if (index >= 0)
            return index;

        distinct.Add(input);
        return distinct.Count - 1;
    }

    private static void AppendScan(StringBuilder text, ScanInput input, Func<ScanInput, string> tail)
    {
        text.Append('(');
        if (input.SegmentPaths.Count > 0)
        {
            AppendSegments(text, input);
            if (input.Batches.Count > 0)
                text.Append(" UNION ALL ");
        }

        // an input without any rows still gives its columns
        if (input.Batches.Count > 0 || input.SegmentPaths.Count == 0)
        {
            text.Append("SELECT ");
            AppendColumns(text, input, static (name, _) => name);
            text.Append(" FROM ").Append(tail(input));
        }

        text.Append(')');
    }

    private static void AppendSegments(StringBuilder text, ScanInput input)
    {
        text.Append("SELECT ");
        AppendColumns(text, input, StoredForm.FromStored);
        text.Append(" FROM read_parquet([");
        for (int path = 0; path < input.SegmentPaths.Count; path++)
        {
            if (path > 0)
                text.Append(", ");
            text.Append(SqlText.Literal(input.SegmentPaths[path]));
        }

        text.Append("], hive_partitioning = false)");
    }

    private static void AppendColumns(StringBuilder text, ScanInput input, Func<string, DataType, string> read)
    {
        for (int column = 0; column < input.Names.Count; column++)
        {
            string name = SqlText.Identifier(input.Names[column]);
            string expression = read(name, input.Types[column]);
            text.Append(column > 0 ? ", " : string.Empty).Append(expression);
            if (!ReferenceEquals(expression, name))
                text.Append(" AS ").Append(name);
        }

        if (input.Names.Count == 0)
            text.Append('1');
    }
}
