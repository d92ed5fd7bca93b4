using System.Text;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Ingest;

/// <summary>
/// Makes a statement's rows complete and finds their projects: 1. defaults of columns that are left out; 2. the project,
/// which an absent or NULL one takes from the session or is `default`; 3. the date, which follows from the time unless
/// given; 4. NOT NULL; 5. rows grouped by project. Made once for a statement.
/// </summary>
internal sealed class RowSplitter
{
    private readonly TableSchema _schema;
    private readonly ProjectId? _sessionProject;
    private readonly ProjectId _defaultProject;
    private readonly long _statementTime;
    private readonly ProjectLookup _projects = new();

    /// <param name="schema">The table.</param>
    /// <param name="sessionProject">The session's project when its database names one: rows can't name another.</param>
    /// <param name="statementTime">What the default of a `now` column is, microseconds since 1970 UTC.</param>
    public RowSplitter(TableSchema schema, ProjectId? sessionProject, long statementTime)
    {
        _schema = schema;
        _sessionProject = sessionProject;
        _defaultProject = sessionProject ?? ProjectId.Default;
        _statementTime = statementTime;
    }

    /// <summary>Completes and groups rows whose columns are some of the table's; throws 23502, 22023 or 22008 with nothing changed.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="whereOfRow">Says where a row comes from (`COPY t, line 3`), or null.</param>
    public SplitRows Split(ColumnBatch batch, Func<int, string>? whereOfRow = null)
    {
        var completed = Complete(batch);
        NotNullCheck.Run(_schema, completed, whereOfRow);
        return Group(completed, whereOfRow);
    }

    private ColumnBatch Complete(ColumnBatch batch)
    {
        var names = new List<string>(batch.Columns.Count + 4);
        var columns = new List<Column>(batch.Columns.Count + 4);
        foreach (var definition in _schema.Columns)
        {
            var column = batch.Find(definition.Name);
            column = definition.Default switch
            {
                ColumnDefault.Project => FillProject(column, batch.RowCount),
                ColumnDefault.DateOfTime => FillDate(column, batch),
                _ => column ?? ColumnDefaults.Repeat(definition, batch.RowCount, _statementTime),
            };
            if (column is null) continue;
            names.Add(definition.Name);
            columns.Add(column);
        }

        return new ColumnBatch(names, columns, batch.RowCount);
    }

    private Column FillProject(Column? given, int rows)
    {
        if (given is not null && !HasNulls(given)) return given;
        var fill = Encoding.UTF8.GetBytes(_defaultProject.Value);
        var builder = new ColumnBuilder(DataType.Text);
        for (var row = 0; row < rows; row++) builder.AppendBytes(given is null || given.IsNull(row) ? fill : given.GetBytes(row));
        return builder.ToColumn();
    }

    private Column? FillDate(Column? given, ColumnBatch batch)
    {
        if (given is not null && !HasNulls(given)) return given;
        var times = batch.Find(_schema.TimeColumn);
        if (times is null || times.IsAllNull) return given;
        var builder = new ColumnBuilder(DataType.Date);
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (given is not null && !given.IsNull(row)) builder.Append(given.Get<int>(row));
            else if (times.IsNull(row)) builder.AppendNull();
            else builder.Append(DateOf(times.Get<long>(row)));
        }

        return builder.ToColumn();
    }

    private int DateOf(long time)
    {
        const long MicrosPerDay = 86_400_000_000;
        if (time is long.MaxValue or <= -long.MaxValue)
            throw new GranaryException(ErrorKind.Invalid, SqlState.DatetimeFieldOverflow, $"column \"{_schema.TimeColumn}\" can't be infinite: its date says where the row is stored");
        return (int)((time >= 0 ? time : time - (MicrosPerDay - 1)) / MicrosPerDay);
    }

    private SplitRows Group(ColumnBatch batch, Func<int, string>? whereOfRow)
    {
        if (batch.Find(_schema.ProjectColumn) is not { } column) return new SplitRows(batch, [_defaultProject], [], [batch.RowCount]);
        var projects = new List<ProjectId>();
        var slots = new Dictionary<int, int>();
        var slotOfRow = new int[batch.RowCount];
        var counts = new List<int>();
        int lastProject = -1, lastSlot = -1;
        for (var row = 0; row < slotOfRow.Length; row++)
        {
            var project = _projects.Find(column.GetBytes(row), lastProject);
            if (project < 0) project = Admit(column.GetBytes(row), row, whereOfRow);
            if (project != lastProject)
            {
                lastProject = project;
                if (!slots.TryGetValue(project, out lastSlot))
                {
                    slots.Add(project, lastSlot = projects.Count);
                    projects.Add(_projects[project]);
                    counts.Add(0);
                }
            }

            slotOfRow[row] = lastSlot;
            counts[lastSlot]++;
        }

        if (projects.Count <= 1) return new SplitRows(batch, projects.Count == 1 ? projects : [_defaultProject], [], [batch.RowCount]);
        return new SplitRows(batch, projects, Permute(slotOfRow, counts, out var ends), ends);
    }

    private int Admit(ReadOnlySpan<byte> name, int row, Func<int, string>? whereOfRow)
    {
        var value = Encoding.UTF8.GetString(name);
        if (ProjectId.Reject(value) is { } reason)
            throw new GranaryException(ErrorKind.Invalid, SqlState.InvalidParameterValue, reason) { Where = whereOfRow?.Invoke(row), ColumnName = _schema.ProjectColumn };
        if (_sessionProject is { } own && own.Value != value)
            throw new GranaryException(ErrorKind.Unauthorized, SqlState.InsufficientPrivilege, $"this session writes to project \"{own.Value}\" only, not to \"{value}\"")
            {
                Where = whereOfRow?.Invoke(row),
                Hint = "Connect to the database postgres to write to several projects.",
            };
        return _projects.Add(name, new ProjectId(value));
    }

    // a stable counting sort
    private static int[] Permute(int[] slotOfRow, List<int> counts, out int[] ends)
    {
        ends = new int[counts.Count];
        var next = new int[counts.Count];
        for (int i = 0, sum = 0; i < next.Length; i++)
        {
            next[i] = sum;
            ends[i] = sum += counts[i];
        }

        var rows = new int[slotOfRow.Length];
        for (var row = 0; row < rows.Length; row++) rows[next[slotOfRow[row]]++] = row;
        return rows;
    }

    private static bool HasNulls(Column column)
    {
        if (!column.MayHaveNulls) return false;
        for (var row = 0; row < column.Length; row++)
            if (column.IsNull(row)) return true;
        return false;
    }
}
