using System.Text;

namespace Granary.Sql.Resolving.Literals;

/// <summary>Reads PostgreSQL's text form of arrays, such as `{a,"b c",NULL,{…}}`.</summary>
internal static class ArrayText
{
    /// <summary>A list or a leaf; the leaf's text is null for NULL.</summary>
    public sealed record Node(string? Text, bool IsList, List<Node> Children);

    public static bool TryParse(string text, out Node? root)
    {
        var at = 0;
        SkipSpace(text, ref at);
        root = ParseList(text, ref at, 0);
        SkipSpace(text, ref at);
        return root is not null && at == text.Length && HasEvenShape(root);
    }

    private static Node? ParseList(string text, ref int at, int depth)
    {
        if (depth >= 6 || at >= text.Length || text[at] != '{') return null;
        at++;
        var children = new List<Node>();
        SkipSpace(text, ref at);
        if (at < text.Length && text[at] == '}')
        {
            at++;
            return new Node(null, true, children);
        }
        while (true)
        {
            SkipSpace(text, ref at);
            var child = at < text.Length && text[at] == '{' ? ParseList(text, ref at, depth + 1) : ParseLeaf(text, ref at);
            if (child is null) return null;
            children.Add(child);
            SkipSpace(text, ref at);
            if (at >= text.Length) return null;
            if (text[at] == '}')
            {
                at++;
                return new Node(null, true, children);
            }
            if (text[at++] != ',') return null;
        }
    }

    private static Node? ParseLeaf(string text, ref int at)
    {
        var value = new StringBuilder();
        if (at < text.Length && text[at] == '"')
        {
            for (at++; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\' && ++at >= text.Length) return null;
                value.Append(text[at]);
            }
            if (at++ >= text.Length) return null;
            return new Node(value.ToString(), false, []);
        }
        var escaped = false;
        for (; at < text.Length && text[at] is not (',' or '}' or '{' or '"'); at++)
        {
            if (text[at] == '\\')
            {
                escaped = true;
                if (++at >= text.Length) return null;
            }
            value.Append(text[at]);
        }
        if (at < text.Length && text[at] is '{' or '"') return null;
        var word = value.ToString().TrimEnd();
        if (word.Length == 0) return null;
        return new Node(!escaped && word.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : word, false, []);
    }

    // All lists of one depth must have the same length, and lists don't mix with leaves.
    private static bool HasEvenShape(Node node)
    {
        if (!node.IsList || node.Children.Count == 0) return true;
        var first = node.Children[0];
        return node.Children.All(c => c.IsList == first.IsList && c.Children.Count == first.Children.Count && HasEvenShape(c));
    }

    private static void SkipSpace(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }
}
