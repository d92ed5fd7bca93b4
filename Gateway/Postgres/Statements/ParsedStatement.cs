using Granary.Sql;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>
/// One statement of a text, and its resolved forms as far as they were needed. Shared by all sessions; a lost race only
/// resolves twice.
/// </summary>
internal sealed class ParsedStatement(Statement syntax)
{
    // a statement is rarely met with more than one list of types or schemas; forms beyond these are made anew each time
    private const int MaxForms = 4;

    private volatile Form[] _forms = [];

    public Statement Syntax { get; } = syntax;

    /// <summary>Whether it has a resolved form at all.</summary>
    public bool IsQuery => Syntax is SelectStatement or InsertStatement;

    /// <summary>The resolved statement, if it was resolved before; else null.</summary>
    /// <param name="oids">The declared parameter types.</param>
    /// <param name="place">The session's database, schemas and time zone.</param>
    public PreparedQuery? Find(ReadOnlySpan<uint> oids, in StatementPlace place)
    {
        foreach (var form in _forms)
            if (form.Place == place && oids.SequenceEqual(form.Oids)) return form.Query;
        return null;
    }

    /// <summary>Keeps a resolved form for those who come after, unless it holds the moment at which it was resolved.</summary>
    public void Keep(uint[] oids, in StatementPlace place, PreparedQuery query)
    {
        if (query.HoldsTheClock) return;
        var forms = _forms;
        if (forms.Length < MaxForms) _forms = [.. forms, new Form(place, oids, query)];
    }

    private sealed record Form(StatementPlace Place, uint[] Oids, PreparedQuery Query);
}
