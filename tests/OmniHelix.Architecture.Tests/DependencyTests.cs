using System.Xml.Linq;

namespace OmniHelix.Architecture.Tests;

public class DependencyTests
{
    [Fact]
    public void EveryPackageHasAReasonAndEveryReasonAPackage()
    {
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => (string)p.Attribute("Include")!);
        var reasons = File.ReadLines(Path.Combine(Repository.Root, "docs", "dependencies.md"))
            .SkipWhile(line => line != "## NuGet").TakeWhile(line => !line.StartsWith("## System", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim()).Where(name => name != "package");
        Assert.Equal(pinned.Order(StringComparer.OrdinalIgnoreCase), reasons.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void ThePackageOfTheLibrariesDependsOnWhatTheyUse()
    {
        string[] notHeld = ["OmniHelix", "OmniHelix.Cli", "OmniHelix.Torch.Generator"];
        var used = Repository.Projects.Except(notHeld).SelectMany(PackagesOf).Distinct();
        Assert.Equal(used.Order(StringComparer.Ordinal), PackagesOf("OmniHelix"));

        static IEnumerable<string> PackagesOf(string project) =>
            XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj")).Descendants("PackageReference")
                .Where(p => (string?)p.Attribute("PrivateAssets") != "all").Select(p => (string)p.Attribute("Include")!);
    }

    [Fact]
    public void EveryPackageThatSetupInstallsHasAReason()
    {
        var explained = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dependencies.md"));
        var installed = File.ReadLines(Path.Combine(Repository.Root, "eng", "setup"))
            .SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, @"missing\+=\(([^)]*)\)"))
            .SelectMany(match => match.Groups[1].Value.Split(' '));
        Assert.All(installed, package => Assert.Contains(package, explained, StringComparison.Ordinal));
        Assert.Contains("libtorch-dev", installed);
    }
}
