using Granary.Grains.Interfaces;

namespace Granary.Gateway.Ingest;

/// <summary>Projects by the bytes of their names, without making a string for each row: an open hash table.</summary>
internal sealed class ProjectLookup
{
    private readonly List<(byte[] Name, ProjectId Project)> _entries = [];
    private int[] _slots = new int[64];

    public ProjectId this[int index] => _entries[index].Project;

    /// <summary>The index of a project, or -1. The guess, mostly the row before, is tried first.</summary>
    public int Find(ReadOnlySpan<byte> name, int guess)
    {
        if (guess >= 0 && _entries[guess].Name.AsSpan().SequenceEqual(name)) return guess;
        for (var at = Hash(name); ; at++)
        {
            var entry = _slots[at & (_slots.Length - 1)] - 1;
            if (entry < 0 || _entries[entry].Name.AsSpan().SequenceEqual(name)) return entry;
        }
    }

    public int Add(ReadOnlySpan<byte> name, ProjectId project)
    {
        _entries.Add((name.ToArray(), project));
        if (_entries.Count * 2 > _slots.Length) _slots = new int[_slots.Length * 4];
        else
        {
            Place(_entries.Count - 1);
            return _entries.Count - 1;
        }

        for (var i = 0; i < _entries.Count; i++) Place(i);
        return _entries.Count - 1;
    }

    private void Place(int entry)
    {
        var at = Hash(_entries[entry].Name);
        while (_slots[at & (_slots.Length - 1)] != 0) at++;
        _slots[at & (_slots.Length - 1)] = entry + 1;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode() & 0x3fffffff;
    }
}
