using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>What all parts of resolving one statement share: the session, the parameters, the numbers given out.</summary>
internal sealed class StatementState
{
    private const int MaxDepth = 600;
    private readonly SortedDictionary<int, ParameterSlot> _parameters = [];
    private int _nextEntry, _nextScan, _nextCte, _depth;

    public StatementState(ResolvingSession session, IReadOnlyList<uint> parameterTypes)
    {
        Session = session;
        Literals = new LiteralReader(session);
        Coercion = new Coercion(Literals);
        for (var i = 0; i < parameterTypes.Count; i++)
            if (PgTypes.TryGet(parameterTypes[i]) is { } type && type != PgTypes.Unknown)
                _parameters.Add(i + 1, new ParameterSlot(i + 1) { Type = type, IsFixed = true });
        DeclaredParameterCount = parameterTypes.Count;
    }

    public ResolvingSession Session { get; }
    public LiteralReader Literals { get; }
    public Coercion Coercion { get; }
    public int DeclaredParameterCount { get; }
    public List<TableEntry> Scans { get; } = [];

    /// <summary>The bound form of each scalar subquery, for the names of result columns.</summary>
    public Dictionary<SyntaxNode, ResolvedQuery> Subqueries { get; } = new(ReferenceEqualityComparer.Instance);

    public int NextEntry() => _nextEntry++;

    public int NextCte() => _nextCte++;

    public TableEntry AddScan(Relation relation, IReadOnlyList<OutputColumn> columns)
    {
        var entry = new TableEntry(NextEntry(), _nextScan++, relation) { Columns = columns };
        Scans.Add(entry);
        return entry;
    }

    public ParameterSlot Parameter(int number, int position)
    {
        if (number is < 1 or > 65535) throw Refusal.Of(SqlState.UndefinedParameter, $"there is no parameter ${number}", position);
        if (!_parameters.TryGetValue(number, out var slot)) _parameters.Add(number, slot = new ParameterSlot(number));
        return slot;
    }

    /// <summary>The types of all parameters, or 42P18 for one that nothing has decided.</summary>
    public IReadOnlyList<PgType> ParameterTypes()
    {
        var count = Math.Max(DeclaredParameterCount, _parameters.Count == 0 ? 0 : _parameters.Keys.Max());
        var types = new PgType[count];
        for (var i = 0; i < count; i++)
            types[i] = (_parameters.TryGetValue(i + 1, out var slot) ? slot.Type : null)
                ?? throw Refusal.Of(SqlState.IndeterminateDatatype, $"could not determine data type of parameter ${i + 1}", -1);
        return types;
    }

    /// <summary>Guards the recursion of the resolver: a statement nested deeper than the stack carries is refused, not a crash.</summary>
    public void Enter(int position)
    {
        if (++_depth > MaxDepth) throw Refusal.Of(SqlState.StatementTooComplex, "stack depth limit exceeded", position,
            "The statement nests too many expressions in each other.");
    }

    public void Leave() => _depth--;
}
