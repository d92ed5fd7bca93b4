using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Resolves what follows OVER, base windows merged in.</summary>
internal sealed class WindowResolver(ExpressionResolver expressions, StatementState state, Scope scope)
{
    public BoundWindow Resolve(Window window)
    {
        var specification = window switch
        {
            WindowReference reference => Named(reference.Name, reference.Position),
            WindowSpecification written => written,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Resolve(specification);
    }

    private BoundWindow Resolve(WindowSpecification specification)
    {
        var partition = specification.PartitionBy.Select(Key).ToList();
        var order = specification.OrderBy.Select(item => SortKeys.Of(item, Key(item.Value))).ToList();
        if (specification.BaseName is { } name)
        {
            var inherited = Resolve(Named(name, specification.Position));
            if (partition.Count > 0)
                throw Refusal.Of(SqlState.WindowingError, $"cannot override PARTITION BY clause of window \"{name}\"", specification.Position);
            if (order.Count > 0 && inherited.OrderBy.Count > 0)
                throw Refusal.Of(SqlState.WindowingError, $"cannot override ORDER BY clause of window \"{name}\"", specification.Position);
            if (inherited.Frame is not null)
                throw Refusal.Of(SqlState.WindowingError, $"cannot copy window \"{name}\" because it has a frame clause", specification.Position);
            partition = [.. inherited.PartitionBy];
            if (order.Count == 0) order = [.. inherited.OrderBy];
        }
        var frame = specification.Frame;
        CheckFrame(frame, order);
        return new BoundWindow(partition, order, frame, Offset(frame, frame?.Start, order), Offset(frame, frame?.End, order));
    }

    private BoundExpression Key(Expression value) => state.Coercion.DecideUnknown(expressions.Resolve(value));

    private WindowSpecification Named(string name, int position) => scope.Windows.TryGetValue(name, out var found) ? found
        : throw Refusal.Of(SqlState.UndefinedObject, $"window \"{name}\" does not exist", position);

    private static void CheckFrame(WindowFrame? frame, List<BoundSort> order)
    {
        if (frame is null) return;
        if (frame.Mode == FrameMode.Groups && order.Count == 0)
            throw Refusal.Of(SqlState.WindowingError, "GROUPS mode requires an ORDER BY clause", frame.Position);
        var hasOffset = frame.Start.Offset is not null || frame.End.Offset is not null;
        if (frame.Mode == FrameMode.Range && hasOffset && order.Count != 1)
            throw Refusal.Of(SqlState.WindowingError, "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column", frame.Position);
        if (frame.Start.Kind == FrameBoundKind.UnboundedFollowing)
            throw Refusal.Of(SqlState.WindowingError, "frame start cannot be UNBOUNDED FOLLOWING", frame.Position);
        if (frame.End.Kind == FrameBoundKind.UnboundedPreceding)
            throw Refusal.Of(SqlState.WindowingError, "frame end cannot be UNBOUNDED PRECEDING", frame.Position);
        if (frame.Start.Kind > frame.End.Kind)
            throw Refusal.Of(SqlState.WindowingError, "frame starting from a later row cannot have an earlier ending row", frame.Position);
    }

    private BoundExpression? Offset(WindowFrame? frame, FrameBound? bound, List<BoundSort> order)
    {
        if (bound?.Offset is not { } written) return null;
        var offset = expressions.Resolve(written);
        if (frame!.Mode != FrameMode.Range) return state.Coercion.ToSpecific(offset, PgTypes.Int8, frame.Mode.ToString().ToUpperInvariant());
        var key = order[0].Value.Type;
        var wanted = key.Category == 'D' ? PgTypes.Interval : key;
        return state.Coercion.TryToTarget(offset, wanted, -1, CastContext.Implicit)
            ?? throw Refusal.Of(SqlState.DatatypeMismatch, $"RANGE with offset PRECEDING/FOLLOWING is not supported for column type {TypeNames.Format(key)} and offset type {TypeNames.Format(offset.Type)}", written.Position);
    }
}
