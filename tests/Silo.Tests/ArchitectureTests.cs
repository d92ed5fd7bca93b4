using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Granary.Silo.Tests;

/// <summary>Keeps the house's plan: which project may use which stands in the architecture document, and here.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> AllowedUses = new()
    {
        ["Grains.Interfaces"] = [],
        ["Engine"] = ["Grains.Interfaces"],
        ["Runtime"] = ["Grains.Interfaces"],
        ["Grains"] = ["Grains.Interfaces", "Engine", "Runtime"],
        ["Sql"] = ["Grains.Interfaces"],
        ["Gateway"] = ["Grains.Interfaces", "Sql", "Runtime"],
        ["Silo"] = ["Grains.Interfaces", "Engine", "Runtime", "Grains", "Sql", "Gateway"],
        ["Client"] = ["Grains.Interfaces", "Runtime"],
    };

    public static TheoryData<string> Projects => [.. AllowedUses.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_what_the_plan_allows(string project)
    {
        var used = References(project).Where(name => name.StartsWith("Granary.", StringComparison.Ordinal)).Select(name => name["Granary.".Length..]);
        Assert.Empty(used.Except(AllowedUses[project]));
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Engine")]
    [InlineData("Runtime")]
    [InlineData("Grains")]
    [InlineData("Sql")]
    public void Only_the_gateway_and_the_silo_know_ASP_NET(string project) =>
        Assert.DoesNotContain(References(project), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Sql")]
    public void The_language_and_the_contracts_know_no_network_and_no_host(string project) =>
        Assert.DoesNotContain(References(project), name => name.StartsWith("System.Net", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal));

    [Fact]
    public void Every_project_of_ours_is_in_the_plan()
    {
        var built = Directory.GetFiles(AppContext.BaseDirectory, "Granary.*.dll").Select(file => Path.GetFileNameWithoutExtension(file)["Granary.".Length..]);
        Assert.Empty(built.Except(AllowedUses.Keys).Except(["Silo.Tests", "Testing"]));
    }

    private static List<string> References(string project)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"Granary.{project}.dll"));
        using var assembly = new PEReader(file);
        var metadata = assembly.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
