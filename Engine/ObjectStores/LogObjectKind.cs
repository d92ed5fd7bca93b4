namespace Granary.Engine.ObjectStores;

/// <summary>What an object of a Delta log holds.</summary>
public enum LogObjectKind
{
    /// <summary>Not known.</summary>
    Unspecified,

    /// <summary>The actions of one version.</summary>
    Commit,

    /// <summary>The table's whole state at a version, or one part of it.</summary>
    LogCheckpoint,
}
