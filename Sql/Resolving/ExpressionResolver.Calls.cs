using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Functions, aggregates and window functions.</summary>
internal sealed partial class ExpressionResolver
{
    private static readonly string?[] NoNames = [];

    /// <summary>A call of a function of pg_catalog that the grammar implies.</summary>
    private BoundCall CallNamed(string name, IReadOnlyList<BoundExpression> arguments, int position)
    {
        var actual = arguments.Select(a => a.Type).ToArray();
        if (FunctionResolution.Find(PgFunctions.Named(name), actual, NoNames, false, out var match) != FunctionLookup.Found)
            throw Missing(name, actual, FunctionLookup.Missing, position);
        return MakeCall(match!, arguments, false, position);
    }

    private BoundExpression Call(FunctionCall call)
    {
        var name = call.Name.Name;
        var named = InSchema(PgFunctions.Named(name), call.Name);
        var isAggregate = named.Any(f => f.IsAggregate);
        var arguments = Arguments(call, isAggregate && call.Over is null, out var sorts);
        var actual = arguments.Select(a => a.Type).ToArray();
        var names = call.Arguments.Any(a => a.Name is not null) ? call.Arguments.Select(a => a.Name).ToArray() : NoNames;
        var isVariadic = call.Arguments.Any(a => a.IsVariadic);
        var lookup = FunctionResolution.Find(call.IsStar ? named.Where(f => f.Arguments.Length == 0 && f.IsAggregate) : named,
            actual, names, isVariadic, out var match);
        if (lookup != FunctionLookup.Found)
        {
            if (TryCast(call, arguments) is { } cast) return cast;
            throw Missing(call.Name.ToString(), actual, lookup, call.Position);
        }
        var function = match!.Function;
        if (function.Kind == 'p')
            throw Refusal.Of(SqlState.WrongObjectType, $"{function} is a procedure", call.Position, "To call a procedure, use CALL.");
        if (call.Over is not null) return Window(call, match, arguments, isVariadic);
        if (function.Kind == 'w')
            throw Refusal.Of(SqlState.WrongObjectType, $"window function {name} requires an OVER clause", call.Position);
        if (function.IsAggregate) return Aggregate(call, match, arguments, sorts);
        if (call.IsDistinct || call.OrderBy.Count > 0 || call.Filter is not null)
        {
            var what = call.IsDistinct ? "DISTINCT" : call.IsWithinGroup ? "WITHIN GROUP" : call.OrderBy.Count > 0 ? "ORDER BY" : "FILTER";
            throw Refusal.Of(SqlState.WrongObjectType, $"{what} specified, but {name} is not an aggregate function", call.Position);
        }
        if (function.ReturnsSet && !place.AllowsSets())
            throw Refusal.Of(SqlState.FeatureNotSupported, $"set-returning functions are not allowed in {place.Words()}", call.Position);
        return MakeCall(match, arguments, isVariadic, call.Position);
    }

    // The arguments; those of an ordered-set aggregate are its direct ones and then its sort keys.
    private List<BoundExpression> Arguments(FunctionCall call, bool isAggregate, out List<BoundSort> sorts)
    {
        var outer = _inAggregate;
        if (isAggregate)
        {
            if (_inAggregate) throw Refusal.Of(SqlState.GroupingError, "aggregate function calls cannot be nested", call.Position);
            _inAggregate = true;
        }
        var arguments = call.Arguments.Select(a => Resolve(a.Value)).ToList();
        sorts = [.. call.OrderBy.Select(s => SortKeys.Of(s, state.Coercion.DecideUnknown(Resolve(s.Value))))];
        if (call.IsWithinGroup) arguments.AddRange(sorts.Select(s => s.Value));
        _inAggregate = outer;
        return arguments;
    }

    private BoundCall MakeCall(FunctionMatch match, IReadOnlyList<BoundExpression> arguments, bool isVariadic, int position)
    {
        var (typed, result) = Typed(match, arguments, position);
        var ordered = InOrder(match, typed, position);
        if (match.ExpandedVariadic && match.Function.VariadicElement is { } element && element != PgTypes.Any)
        {
            var first = match.Function.Arguments.Length - 1;
            var tail = ordered.Skip(first).ToList();
            var arrayType = PgTypes.ArrayOf(tail.Count > 0 ? tail[0].Type : element)!;
            ordered = [.. ordered.Take(first), new BoundArray(tail, arrayType, position)];
        }
        return new BoundCall(match.Function, ordered, result, position) { IsVariadicArray = isVariadic };
    }

    private (List<BoundExpression> Arguments, PgType Result) Typed(FunctionMatch match, IReadOnlyList<BoundExpression> arguments, int position)
    {
        var actual = arguments.Select(a => a.Type).ToArray();
        var (types, result) = Polymorphism.Resolve(actual, match.Declared, match.Function.ReturnType);
        if (Polymorphism.IsPolymorphic(result))
            throw Refusal.Of(SqlState.DatatypeMismatch, $"could not determine polymorphic type because input has type unknown", position);
        var typed = arguments.Select((a, i) => match.Function.Name == "pg_typeof" ? a : match.Declared[i] == PgTypes.Any
            ? state.Coercion.DecideUnknown(a)
            : state.Coercion.Apply(a, types[i], -1, false)).ToList();
        return (typed, result);
    }

    private static List<BoundExpression> InOrder(FunctionMatch match, List<BoundExpression> arguments, int position)
    {
        var ordered = new List<BoundExpression>();
        for (var place = 0; place < match.Order.Length; place++)
        {
            if (match.Order[place] >= 0) ordered.Add(arguments[match.Order[place]]);
            else if (match.Order.Skip(place).All(o => o < 0) && match.Function.Name != "make_interval") break;
            else if (match.Function.Name == "make_interval") ordered.Add(new BoundConstant(match.Function.Arguments[place], "0", position));
            else throw Refusal.Unsupported($"leaving out an argument in the middle of {match.Function.Name} is not supported", position, "Give all arguments.");
        }
        return ordered;
    }

    // name(value) with a type's name is a cast, when no function of that name takes the value.
    private BoundExpression? TryCast(FunctionCall call, List<BoundExpression> arguments)
    {
        if (arguments.Count != 1 || call.IsStar || call.OrderBy.Count > 0 || call.Filter is not null || call.Over is not null) return null;
        if (call.Name.Schema is not (null or "pg_catalog") || PgTypes.TryGet(call.Name.Name) is not { } type || type.IsPseudo) return null;
        var source = arguments[0].Type;
        var allowed = source == PgTypes.Unknown
            || Coercion.FindPath(source, type, CastContext.Explicit) is CastPath.Relabel or CastPath.Text;
        return allowed ? state.Coercion.TryToTarget(arguments[0], type, -1, CastContext.Explicit) : null;
    }

    private BoundAggregate Aggregate(FunctionCall call, FunctionMatch match, List<BoundExpression> arguments, List<BoundSort> sorts)
    {
        var function = match.Function;
        if (!place.AllowsAggregates())
            throw Refusal.Of(SqlState.GroupingError, place == ExpressionPlace.JoinCondition
                ? "aggregate functions are not allowed in JOIN conditions"
                : $"aggregate functions are not allowed in {place.Words()}", call.Position);
        if (function.IsOrderedSet != call.IsWithinGroup)
            throw Refusal.Of(SqlState.WrongObjectType, function.IsOrderedSet
                ? $"WITHIN GROUP is required for ordered-set aggregate {function.Name}"
                : $"{function.Name} is not an ordered-set aggregate, so it cannot have WITHIN GROUP", call.Position);
        if (function.Arguments.Length == 0 && !call.IsStar)
            throw Refusal.Of(SqlState.WrongObjectType, $"{function.Name}(*) must be used to call a parameterless aggregate function", call.Position);
        SawAggregate = true;
        CheckNestedAggregates(arguments, call.Position);
        var (typed, result) = Typed(match, arguments, call.Position);
        typed = [.. typed.Select(state.Coercion.DecideUnknown)];
        var direct = function.IsOrderedSet ? call.Arguments.Count : 0;
        if (call.IsDistinct && !call.IsWithinGroup && sorts.Any(s => typed.TrueForAll(a => a.Key != s.Value.Key)))
            throw Refusal.Of(SqlState.InvalidColumnReference, "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list", call.Position);
        if (function.IsOrderedSet) sorts = [.. sorts.Select((s, i) => s with { Value = typed[direct + i] })];
        return new BoundAggregate(function, typed[direct..], result, call.Position)
        {
            DirectArguments = typed[..direct],
            IsStar = call.IsStar,
            IsDistinct = call.IsDistinct,
            OrderBy = sorts,
            Filter = Filter(call),
        };
    }

    private BoundExpression? Filter(FunctionCall call)
    {
        if (call.Filter is null) return null;
        var filter = new ExpressionResolver(state, scope, ExpressionPlace.Filter);
        return filter.ResolveCondition(call.Filter);
    }

    private static void CheckNestedAggregates(IEnumerable<BoundExpression> arguments, int position)
    {
        foreach (var part in arguments.SelectMany(a => a.SelfAndDescendants()))
        {
            if (part is BoundAggregate) throw Refusal.Of(SqlState.GroupingError, "aggregate function calls cannot be nested", part.Position);
            if (part is BoundWindowCall)
                throw Refusal.Of(SqlState.GroupingError, "aggregate function calls cannot contain window function calls", part.Position);
            if (part is BoundCall { Function.ReturnsSet: true })
                throw Refusal.Of(SqlState.FeatureNotSupported, "aggregate function calls cannot contain set-returning function calls", position,
                    "You might be able to move the set-returning function into a LATERAL FROM item.");
        }
    }

    private BoundWindowCall Window(FunctionCall call, FunctionMatch match, List<BoundExpression> arguments, bool isVariadic)
    {
        var function = match.Function;
        if (!place.AllowsWindows() || _inWindow)
            throw Refusal.Of(SqlState.WindowingError, _inWindow
                ? "window functions are not allowed in window definitions"
                : $"window functions are not allowed in {place.Words()}", call.Position);
        if (function.Kind is not ('a' or 'w'))
            throw Refusal.Of(SqlState.WrongObjectType, $"OVER specified, but {function.Name} is not a window function nor an aggregate function", call.Position);
        if (function.IsOrderedSet)
            throw Refusal.Of(SqlState.FeatureNotSupported, $"OVER is not supported for ordered-set aggregate {function.Name}", call.Position);
        if (call.IsDistinct) throw Refusal.Of(SqlState.FeatureNotSupported, "DISTINCT is not implemented for window functions", call.Position);
        if (call.OrderBy.Count > 0)
            throw Refusal.Of(SqlState.FeatureNotSupported, "aggregate ORDER BY is not implemented for window functions", call.Position);
        if (call.Filter is not null && function.Kind == 'w')
            throw Refusal.Of(SqlState.FeatureNotSupported, "FILTER is not implemented for non-aggregate window functions", call.Position);
        if (arguments.SelectMany(a => a.SelfAndDescendants()).Any(e => e is BoundWindowCall))
            throw Refusal.Of(SqlState.WindowingError, "window function calls cannot be nested", call.Position);
        var (typed, result) = Typed(match, arguments, call.Position);
        typed = [.. typed.Select(state.Coercion.DecideUnknown)];
        SawWindow = true;
        var outer = _inWindow;
        _inWindow = true;
        var window = new WindowResolver(this, state, scope).Resolve(call.Over!);
        _inWindow = outer;
        if (isVariadic) throw Refusal.Unsupported("VARIADIC in a window function is not supported", call.Position);
        return new BoundWindowCall(function, typed, window, result, call.Position) { IsStar = call.IsStar, Filter = Filter(call) };
    }

    private static IEnumerable<PgFunction> InSchema(IReadOnlyList<PgFunction> functions, QualifiedName name) => name.Schema switch
    {
        null => functions.Where(f => f.Namespace is 11 or 2200),
        "pg_catalog" => functions.Where(f => f.Namespace == 11),
        "public" => functions.Where(f => f.Namespace == 2200),
        "information_schema" => functions.Where(f => f.Namespace is not (11 or 2200)),
        _ => [],
    };

    private static GranaryException Missing(string name, PgType[] actual, FunctionLookup lookup, int position)
    {
        var signature = $"{name}({string.Join(", ", actual.Select(t => TypeNames.Format(t)))})";
        return lookup == FunctionLookup.Ambiguous
            ? Refusal.Of(SqlState.AmbiguousFunction, $"function {signature} is not unique", position,
                "Could not choose a best candidate function. You might need to add explicit type casts.")
            : Refusal.Of(SqlState.UndefinedFunction, $"function {signature} does not exist", position,
                "No function matches the given name and argument types. You might need to add explicit type casts.");
    }
}
