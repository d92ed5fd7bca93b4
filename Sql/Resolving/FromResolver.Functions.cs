using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Functions in FROM.</summary>
internal sealed partial class FromResolver
{
    private (BoundFrom, List<ScopeItem>) Function(FunctionReference reference)
    {
        // Functions see the items to their left whether LATERAL is written or not.
        var functions = reference.Functions.SelectMany(f => Expand(f, reference)).ToList();
        if (reference.ColumnDefinitions.Count > 0 && functions.Count != 1)
            throw Refusal.Of(SqlState.SyntaxError, "ROWS FROM() with multiple functions cannot have a column definition list", reference.Position);
        var columns = functions.SelectMany(f => f.Columns).ToList();
        if (reference.WithOrdinality) columns.Add(new OutputColumn("ordinality", PgTypes.Int8));
        var entry = new FunctionEntry(state.NextEntry(), functions, reference.WithOrdinality) { Columns = columns, IsLateral = true };
        var name = reference.Alias?.Name ?? NameOf(reference.Functions[0].Call);
        return (entry, [Item(entry, reference.Alias, name, null)]);
    }

    // unnest(a, b) is PostgreSQL's short form of ROWS FROM (unnest(a), unnest(b)).
    private IEnumerable<BoundTableFunction> Expand(TableFunction function, FunctionReference reference)
    {
        if (function.Call is FunctionCall { Name: { Name: "unnest", Schema: null or "pg_catalog" }, Arguments.Count: > 1 } unnest
            && unnest.Arguments.All(a => a.Name is null && !a.IsVariadic))
            return unnest.Arguments.Select(a => One(function with { Call = unnest with { Arguments = [a] } }, reference));
        return [One(function, reference)];
    }

    private BoundTableFunction One(TableFunction function, FunctionReference reference)
    {
        var resolver = new ExpressionResolver(state, scope, ExpressionPlace.FromFunction);
        var call = state.Coercion.DecideUnknown(resolver.Resolve(function.Call));
        if (call is BoundAggregate)
            throw Refusal.Of(SqlState.GroupingError, "aggregate functions are not allowed in functions in FROM", call.Position);
        var definitions = function.ColumnDefinitions.Count > 0 ? function.ColumnDefinitions : reference.ColumnDefinitions;
        return new BoundTableFunction(call, Columns(function, reference, call, definitions));
    }

    private IReadOnlyList<OutputColumn> Columns(TableFunction function, FunctionReference reference, BoundExpression call, IReadOnlyList<ColumnDefinition> definitions)
    {
        var outputs = call is BoundCall { Function: var f } ? f.OutputColumns().ToList() : [];
        if (definitions.Count > 0)
        {
            if (call.Type != PgTypes.Record)
                throw Refusal.Of(SqlState.SyntaxError, "a column definition list is only allowed for functions returning \"record\"", definitions[0].Position);
            if (outputs.Count > 0)
                throw Refusal.Of(SqlState.SyntaxError, "a column definition list is redundant for a function with OUT parameters", definitions[0].Position);
            return [.. definitions.Select(d => TypeLookup.Resolve(state.Session, d.Type) is var (type, typmod) ? new OutputColumn(d.Name, type, typmod) : null!)];
        }
        if (outputs.Count > 1 || (outputs.Count == 1 && call.Type == PgTypes.Record))
            return [.. outputs.Select(o => new OutputColumn(o.Name, Actual(o.Type, call)))];
        if (call.Type == PgTypes.Record)
            throw Refusal.Of(SqlState.SyntaxError, "a column definition list is required for functions returning \"record\"", call.Position);
        // One column: it has the alias of the table, else the function's name (or that of its one OUT argument).
        var name = outputs.Count == 1 ? outputs[0].Name : reference.Alias is { } alias && !reference.IsRowsFrom ? alias.Name : NameOf(function.Call);
        return [new OutputColumn(name, call.Type, call.Typmod)];
    }

    // The polymorphic outputs of catalogue functions all follow their first argument.
    private static PgType Actual(PgType declared, BoundExpression call) =>
        Polymorphism.IsPolymorphic(declared) && call is BoundCall { Arguments.Count: > 0 } known
            ? PgTypes.ElementOf(known.Arguments[0].Type) ?? known.Arguments[0].Type
            : declared;

    private string NameOf(Expression call) => call switch
    {
        FunctionCall function => function.Name.Name,
        _ => ColumnNaming.Of(call, state),
    };
}
