using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Arrays;

/// <summary>Refusals that texts and binary forms of arrays share.</summary>
internal static class ArrayErrors
{
    /// <summary>PostgreSQL's MAXDIM.</summary>
    public const int MaxDimensions = 6;

    public static GranaryException WrongDimensions(int found, int wanted) => ValueErrors.Unsupported(
        $"an array of {found} dimension{(found == 1 ? "" : "s")} can't be stored here, where arrays have {wanted}");

    public static GranaryException CustomBounds() => ValueErrors.Unsupported("array lower bounds other than 1 are not supported", "Write the array without bounds.");
}
