using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>What the writers of one statement share: numeric scales found so far and the parameters that Bind fills.</summary>
internal sealed class GenerationState(ResolvingSession session)
{
    private readonly Dictionary<(int Entry, int Ordinal), int> _scales = [];
    private readonly Dictionary<int, int[]> _cteScales = [];
    private readonly List<ParameterSource> _parameters = [];
    private int _nextName;

    /// <summary>The set-returning calls of the query being written that stand in its FROM by now, by key.</summary>
    public Dictionary<string, string> MovedSets { get; set; } = [];

    public string NextName() => $"g{_nextName++}";

    public ResolvingSession Session { get; } = session;

    /// <summary>What the text's parameters are, in their order: only those that the text names, as DuckDB wants it.</summary>
    public IReadOnlyList<ParameterSource> Parameters => _parameters;

    /// <summary>Text that stands for a value of the session at the time of Bind.</summary>
    public string Value(SessionValue value) => $"CAST({Place(new ParameterSource(value, 0))} AS {value.DuckType})";

    /// <summary>Text that stands for one of the statement's own parameters.</summary>
    public string Parameter(int number) => Place(new ParameterSource(null, number));

    private string Place(ParameterSource source)
    {
        var index = _parameters.IndexOf(source);
        if (index < 0)
        {
            index = _parameters.Count;
            _parameters.Add(source);
        }
        return $"${index + 1}";
    }

    public int ScaleOf(RangeEntry entry, int ordinal) => _scales.GetValueOrDefault((entry.Id, ordinal));

    public void SetScales(RangeEntry entry, IReadOnlyList<int> scales)
    {
        for (var i = 0; i < scales.Count; i++) _scales[(entry.Id, i)] = scales[i];
    }

    public void SetScales(BoundCte cte, int[] scales) => _cteScales[cte.Id] = scales;

    public int[] ScalesOf(BoundCte cte) => _cteScales.GetValueOrDefault(cte.Id) ?? new int[cte.Columns.Count];
}

/// <summary>Where a parameter of the text comes from: the session, or the statement's own $n.</summary>
internal sealed record ParameterSource(SessionValue? Value, int Number);
