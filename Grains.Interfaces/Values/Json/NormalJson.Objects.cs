using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Values.Json;

/// <content>
/// What serializers mostly write: an object whose keys have no escapes and whose values are normal as they are, only not in
/// order, or without the blanks. It is sorted by its places in the text and written once.
/// </content>
internal ref partial struct NormalJson
{
    private const int MaxMembers = 64;

    /// <summary>Appends the normal form of such an object; false, with nothing appended, for anything else.</summary>
    public static bool TryAppendSorted(ReadOnlySpan<byte> text, ColumnBuilder target)
    {
        var json = new NormalJson(text);
        Span<Member> members = stackalloc Member[MaxMembers];
        var count = json.ReadMembers(members);
        if (count < 0) return false;
        Sort(text, members[..count]);
        // a blank behind each colon and comma is all that can be added
        var room = target.ReserveBytes(text.Length + 2 * count);
        target.EndBytes(WriteMembers(text, members[..count], room));
        return true;
    }

    private int ReadMembers(scoped Span<Member> members)
    {
        SkipBlanks();
        if (!Take((byte)'{')) return -1;
        SkipBlanks();
        var count = 0;
        if (!Take((byte)'}'))
        {
            while (true)
            {
                if (count == members.Length || _at >= _text.Length || _text[_at] != '"') return -1;
                var key = _at;
                if (!String(allowEscapes: false)) return -1;
                var keyEnd = _at;
                SkipBlanks();
                if (!Take((byte)':')) return -1;
                SkipBlanks();
                var value = _at;
                if (!Value(1)) return -1;
                members[count++] = new Member(key, keyEnd, value, _at);
                SkipBlanks();
                if (Take((byte)'}')) break;
                if (!Take((byte)',')) return -1;
                SkipBlanks();
            }
        }

        SkipBlanks();
        return _at == _text.Length ? count : -1;
    }

    // by insertion: objects have few members; of equal keys the later stands behind
    private static void Sort(ReadOnlySpan<byte> text, Span<Member> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var at = i;
            for (; at > 0 && Compare(text, members[at - 1], member) > 0; at--) members[at] = members[at - 1];
            members[at] = member;
        }
    }

    private static int Compare(ReadOnlySpan<byte> text, in Member left, in Member right)
    {
        var (leftLength, rightLength) = (left.KeyEnd - left.Key, right.KeyEnd - right.Key);
        return leftLength != rightLength ? leftLength - rightLength
            : text.Slice(left.Key, leftLength).SequenceCompareTo(text.Slice(right.Key, rightLength));
    }

    private static int WriteMembers(ReadOnlySpan<byte> text, ReadOnlySpan<Member> members, Span<byte> room)
    {
        var at = 0;
        room[at++] = (byte)'{';
        for (var i = 0; i < members.Length; i++)
        {
            var member = members[i];
            if (i + 1 < members.Length && Compare(text, member, members[i + 1]) == 0) continue;
            if (at > 1)
            {
                room[at++] = (byte)',';
                room[at++] = (byte)' ';
            }

            text[member.Key..member.KeyEnd].CopyTo(room[at..]);
            at += member.KeyEnd - member.Key;
            room[at++] = (byte)':';
            room[at++] = (byte)' ';
            text[member.Value..member.End].CopyTo(room[at..]);
            at += member.End - member.Value;
        }

        room[at++] = (byte)'}';
        return at;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r') _at++;
    }

    private bool Take(byte punctuation)
    {
        if (_at >= _text.Length || _text[_at] != punctuation) return false;
        _at++;
        return true;
    }

    private readonly record struct Member(int Key, int KeyEnd, int Value, int End);
}
