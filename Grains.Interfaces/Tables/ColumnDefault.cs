namespace Granary.Grains.Interfaces.Tables;

/// <summary>What a column gets when a row names no value for it.</summary>
public enum ColumnDefault
{
    /// <summary>NULL (refused with 23502 when the column is NOT NULL).</summary>
    Null = 0,
    /// <summary>The UTC date of the row's time column; also in place of an explicit NULL.</summary>
    DateOfTime = 1,
    /// <summary>The project `default`, or the session's; also in place of an explicit NULL.</summary>
    Project = 2,
    /// <summary>An empty array.</summary>
    EmptyArray = 3,
    /// <summary>The statement's time.</summary>
    Now = 4,
}
