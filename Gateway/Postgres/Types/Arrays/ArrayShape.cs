using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Types.Arrays;

/// <summary>What an array type holds, and the refusals that both of its formats share.</summary>
/// <param name="Element">The codec of the innermost elements.</param>
/// <param name="Dimensions">How deep arrays are nested.</param>
internal sealed record ArrayShape(WireCodec Element, int Dimensions)
{
    public GranaryException WrongDimensions(int found) => ArrayErrors.WrongDimensions(found, Dimensions);

    public static GranaryException Ragged() =>
        ValueErrors.Invalid(SqlState.ArraySubscriptError, "multidimensional arrays must have array expressions with matching dimensions");

    /// <summary>The length of each dimension of an array; none when it is empty. Throws when rows differ in length.</summary>
    public int[] LengthsOf(Column list)
    {
        if (list.Length == 0) return [];
        var lengths = new int[Dimensions];
        lengths[0] = list.Length;
        for (var i = 1; i < Dimensions; i++)
        {
            var offsets = list.Offsets;
            if (list.IsAllNull) throw Ragged();
            lengths[i] = offsets[1] - offsets[0];
            for (var row = 0; row < list.Length; row++)
                if (list.IsNull(row) || offsets[row + 1] - offsets[row] != lengths[i]) throw Ragged();
            list = list.Child!.Slice(offsets[0], offsets[^1] - offsets[0]);
            if (list.Length == 0) return [];
        }

        return lengths;
    }
}
