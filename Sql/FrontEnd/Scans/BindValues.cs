using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Generating;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.FrontEnd.Scans;

/// <summary>
/// Computes the few expressions that bound scans, when their parameters are known. Values: long for integers, days and
/// microseconds, double, string, Interval; null when the value is NULL or can't be told.
/// </summary>
internal sealed class BindValues(ColumnBatch? parameters, ResolvingSession session)
{
    public object? Of(BoundExpression expression) => expression switch
    {
        BoundConstant constant => Constant(constant),
        BoundParameter parameter => Parameter(parameter.Slot.Number - 1),
        BoundSqlValue { Kind: SqlValueKind.CurrentTimestamp, Precision: null } => session.Context.TransactionTime,
        BoundCall { Function.Name: "now" or "transaction_timestamp" } => session.Context.TransactionTime,
        BoundCall { Function.Name: "statement_timestamp" } => session.Context.StatementTime,
        BoundCast cast => Cast(cast),
        BoundOperator { Left: { } left } op => Shift(op, Of(left), Of(op.Right)),
        _ => null,
    };

    /// <summary>The elements of an array, or null when they can't be told. NULL elements equal nothing and are left out.</summary>
    public List<object>? Elements(BoundExpression array)
    {
        switch (array)
        {
            case BoundArray list:
                var values = list.Elements.Select(e => (Expression: e, Value: Of(e))).ToList();
                if (values.Exists(v => v.Value is null && v.Expression is not BoundConstant { Text: null })) return null;
                return [.. values.Where(v => v.Value is not null).Select(v => v.Value!)];
            case BoundParameter parameter when parameters?.Columns[parameter.Slot.Number - 1] is { } column:
                if (column.IsNull(0)) return [];
                var child = column.GetList(0);
                var elements = new List<object>();
                for (var i = 0; i < child.Length; i++)
                {
                    if (child.IsNull(i)) continue;
                    if (Read(child, i) is not { } element) return null;
                    elements.Add(element);
                }
                return elements;
            case BoundCast { Path: CastPath.Relabel } cast:
                return Elements(cast.Operand);
            default:
                return null;
        }
    }

    private static object? Constant(BoundConstant constant)
    {
        if (constant.Text is not { } text) return null;
        switch (PgTypes.BaseOf(constant.Type).Oid)
        {
            case 20 or 21 or 23: return long.Parse(text, CultureInfo.InvariantCulture);
            case 700 or 701: return double.Parse(text, CultureInfo.InvariantCulture);
            case 25 or 1043 or 19: return text;
            case 1082 or 1114 or 1184 when long.TryParse(text, CultureInfo.InvariantCulture, out var time): return time;
            case 1186: return IntervalConstant.Read(text);
            default: return null;
        }
    }

    private object? Parameter(int index) => parameters?.Columns[index] is { } column && !column.IsNull(0) ? Read(column, 0) : null;

    private static object? Read(Column column, int row) => column.Type.Kind switch
    {
        TypeKind.Int16 => (long)column.Get<short>(row),
        TypeKind.Int32 => (long)column.Get<int>(row),
        TypeKind.Int64 => column.Get<long>(row),
        TypeKind.Float32 => (double)column.Get<float>(row),
        TypeKind.Float64 => column.Get<double>(row),
        TypeKind.Text or TypeKind.Varchar => Encoding.UTF8.GetString(column.GetBytes(row)),
        TypeKind.Date => (long)column.Get<int>(row),
        TypeKind.Timestamp or TypeKind.TimestampTz => column.Get<long>(row),
        TypeKind.Interval => column.Get<Interval>(row),
        _ => null,
    };

    private object? Cast(BoundCast cast)
    {
        var (from, to) = (Conditions.Family(cast.Operand.Type), Conditions.Family(cast.Type));
        if (cast.Typmod < 0 && from == to && (from is 's' or 'i' or 'z' or 't' or 'd')) return Of(cast.Operand);
        var isUtc = Times.IsUtc(session.TimeZone);
        return (from, to, Of(cast.Operand)) switch
        {
            ('i', 'f', long value) => (double)value,
            ('t', 'z', long value) when isUtc => value,
            ('z', 't', long value) when isUtc => value,
            ('d', 't', long value) => value * 86_400_000_000L,
            ('d', 'z', long value) when isUtc => value * 86_400_000_000L,
            _ => null,
        };
    }

    // An instant plus or minus an interval, on the calendar of UTC.
    private long? Shift(BoundOperator op, object? left, object? right)
    {
        if (op.Operator.Name == "+" && left is Interval && right is long) (left, right) = (right, left);
        if (left is not long instant || right is not Interval interval || op.Operator.Name is not ("+" or "-")) return null;
        if (op.Type.Oid is not (1114 or 1184)) return null;
        if (op.Type.Oid == 1184 && (interval.Months != 0 || interval.Days != 0) && !Times.IsUtc(session.TimeZone)) return null;
        if (instant is long.MaxValue or -long.MaxValue or long.MinValue) return instant;
        try
        {
            var sign = op.Operator.Name == "-" ? -1 : 1;
            var time = DateTime.UnixEpoch.AddTicks(checked(instant * 10)).AddMonths(sign * interval.Months).AddDays(sign * interval.Days);
            return (time - DateTime.UnixEpoch).Ticks / 10 + sign * interval.Microseconds;
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
