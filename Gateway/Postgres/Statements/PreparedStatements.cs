using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>A session's prepared statements by name; those of the protocol and of SQL share the names.</summary>
internal sealed class PreparedStatements
{
    private const int MaxStatements = 20_000;

    private readonly Dictionary<string, PreparedStatement> _statements = new(StringComparer.Ordinal);

    public void Add(PreparedStatement statement)
    {
        if (statement.Name.Length > 0)
        {
            if (_statements.ContainsKey(statement.Name))
                throw new GranaryException(ErrorKind.AlreadyExists, SqlState.DuplicatePreparedStatement, $"prepared statement \"{statement.Name}\" already exists");
            if (_statements.Count >= MaxStatements)
                throw new GranaryException(ErrorKind.Exhausted, SqlState.OutOfMemory, $"a session can have at most {MaxStatements} prepared statements") { Hint = "DEALLOCATE some." };
        }

        _statements[statement.Name] = statement;
    }

    public PreparedStatement Get(string name) => _statements.TryGetValue(name, out var statement) ? statement
        : throw new GranaryException(ErrorKind.NotFound, SqlState.InvalidSqlStatementName, name.Length == 0
            ? "unnamed prepared statement does not exist" : $"prepared statement \"{name}\" does not exist");

    /// <summary>Puts another form in the place of a statement.</summary>
    public void Replace(PreparedStatement statement) => _statements[statement.Name] = statement;

    public bool Remove(string name) => _statements.Remove(name);

    public void Clear() => _statements.Clear();
}
