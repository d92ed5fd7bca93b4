namespace Granary.Engine.Memtables;

/// <summary>
/// Makes appends visible in the order of their sequences, whatever the order in which the log answers: a memtable that is
/// sealed at a sequence must hold all rows up to it, since a replay skips them. Runs on the table's turn.
/// </summary>
internal sealed class AppendOrder
{
    private readonly Queue<Place> _places = new();

    /// <summary>The last sequence given out.</summary>
    public long LastAppended { get; private set; }

    /// <summary>The last sequence whose rows, and those of all before it, are visible.</summary>
    public long LastApplied { get; private set; }

    /// <summary>Whether no append waits for the log.</summary>
    public bool IsIdle => _places.Count == 0;

    /// <summary>Goes on behind what the log and the snapshot know.</summary>
    public void StartAfter(long sequence) => LastAppended = LastApplied = Math.Max(LastAppended, sequence);

    /// <summary>Takes the next sequence.</summary>
    public Place Next()
    {
        var place = new Place(++LastAppended);
        _places.Enqueue(place);
        return place;
    }

    /// <summary>The log has answered for a place: applies all that are ready, oldest first.</summary>
    /// <param name="place">The place.</param>
    /// <param name="apply">Makes the rows visible; null when there are none to be seen.</param>
    /// <returns>Completes when this place and all before it are applied.</returns>
    public Task Settle(Place place, Action? apply)
    {
        place.Apply = apply;
        place.IsSettled = true;
        while (_places.TryPeek(out var first) && first.IsSettled)
        {
            _places.Dequeue();
            first.Apply?.Invoke();
            LastApplied = first.Sequence;
            first.Applied.SetResult();
        }

        return place.Applied.Task;
    }

    /// <summary>An append's place in the order.</summary>
    public sealed class Place(long sequence)
    {
        public long Sequence { get; } = sequence;

        /// <summary>Completes when the place and all before it are applied or given up.</summary>
        public Task Done => Applied.Task;

        internal TaskCompletionSource Applied { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Action? Apply { get; set; }

        internal bool IsSettled { get; set; }
    }
}
