using System.Reflection;

namespace Granary.Silo.Hosting;

/// <summary>The program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>Without the build's suffix.</summary>
    public static readonly string Text =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
