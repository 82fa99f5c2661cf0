using System.Text.RegularExpressions;

namespace OmniHelix.Architecture.Tests;

public partial class LayerTests
{
    private const int LongestFile = 500;

    /// <summary>The picture in ARCHITECTURE.md: what a project stands on directly. It may use whatever lies below.</summary>
    private static readonly Dictionary<string, string[]> Picture = new()
    {
        ["OmniHelix.Core"] = [],
        ["OmniHelix.Torch.Generator"] = [],
        ["OmniHelix.Torch"] = ["OmniHelix.Core"],
        ["OmniHelix.Sequences"] = ["OmniHelix.Core"],
        ["OmniHelix.Hub"] = ["OmniHelix.Core"],
        ["OmniHelix.Tokenizers"] = ["OmniHelix.Sequences", "OmniHelix.Hub"],
        ["OmniHelix.Rna"] = ["OmniHelix.Sequences"],
        ["OmniHelix.Data"] = ["OmniHelix.Tokenizers", "OmniHelix.Rna"],
        ["OmniHelix.Models"] = ["OmniHelix.Torch", "OmniHelix.Tokenizers"],
        ["OmniHelix.Metrics"] = ["OmniHelix.Core"],
        ["OmniHelix.Inference"] = ["OmniHelix.Models", "OmniHelix.Data", "OmniHelix.Metrics"],
        ["OmniHelix.Training"] = ["OmniHelix.Inference"],
        ["OmniHelix.Reports"] = ["OmniHelix.Rna"],
        ["OmniHelix.Workflows"] = ["OmniHelix.Training", "OmniHelix.Reports"],
        ["OmniHelix.Cli"] = ["OmniHelix.Workflows"],
        ["OmniHelix"] = ["OmniHelix.Workflows"],
    };

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProjectUsesOnlyWhatLiesBelowIt(string project)
    {
        Assert.True(Picture.ContainsKey(project), $"{project} is not in the picture: add it to ARCHITECTURE.md and to this test.");
        Assert.All(Repository.References(project), used => Assert.Contains(used, Below(project)));
    }

    [Fact]
    public void EveryProjectIsPartOfTheSolution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "OmniHelix.slnx"));
        foreach (var folder in new[] { "src", "tests" })
            Assert.All(
                Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories),
                project => Assert.Contains(Repository.Relative(project), solution, StringComparison.Ordinal));
    }

    /// <summary>
    /// Who owns which native library: libtorch in Torch, htslib and the decompressors in Sequences, DuckDB and the codecs of Arrow in Data.
    /// </summary>
    [Fact]
    public void NativeFunctionsAreDeclaredInTheNativeFolderOfTheirOwner()
    {
        string[] owners = ["OmniHelix.Torch", "OmniHelix.Sequences", "OmniHelix.Data"];
        AssertNowhere(NativeDeclaration(), (project, file) => owners.Contains(project) && (project == "OmniHelix.Torch" || IsNative(file)));
        AssertNowhere(DuckDb(), (project, file) => project == "OmniHelix.Data" && IsNative(file));

        static bool IsNative(string file) => file.Contains("/Native/", StringComparison.Ordinal);
    }

    /// <summary>
    /// But for one file of the hub: environment variables are how programs of all languages find the cache that they share.
    /// </summary>
    [Fact]
    public void OnlyTheProgramUsesTheConsoleAndTheEnvironment() => AssertNowhere(
        ConsoleOrEnvironment(), (project, file) => project == "OmniHelix.Cli"
            || file == "src/OmniHelix.Hub/Configuration/HubEnvironment.cs");

    [Fact]
    public void NoSourceFileIsLongerThanAReaderCanHold()
    {
        var native = Directory.EnumerateFiles(Path.Combine(Repository.Root, "native"), "*.*", SearchOption.AllDirectories);
        Assert.All(Repository.Sources().Concat(native), file =>
        {
            var lines = File.ReadLines(file).Count();
            Assert.True(lines <= LongestFile, $"{Repository.Relative(file)} has {lines} lines; at most {LongestFile}.");
        });
    }

    private static HashSet<string> Below(string project)
    {
        var below = new HashSet<string>();
        var open = new Stack<string>(Picture[project]);
        while (open.TryPop(out var next))
            if (below.Add(next))
                foreach (var further in Picture[next]) open.Push(further);
        return below;
    }

    private static void AssertNowhere(Regex forbidden, Func<string, string, bool> except)
    {
        foreach (var project in Repository.Projects)
            foreach (var file in Repository.Sources(project).Where(f => !except(project, Repository.Relative(f))))
            {
                var lines = File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
                var code = string.Join('\n', lines);
                var match = forbidden.Match(code);
                Assert.False(match.Success, $"{Repository.Relative(file)} uses {match.Value}");
            }
    }

    [GeneratedRegex(@"\[\s*(DllImport|LibraryImport)\b")]
    private static partial Regex NativeDeclaration();

    [GeneratedRegex(@"\bDuckDB\.NET\b")]
    private static partial Regex DuckDb();

    // Reading standard input for the file name "-" is a file matter and stays allowed.
    [GeneratedRegex(@"\bConsole\.(?!OpenStandardInput)\w+|\bEnvironment\.("
        + "GetEnvironmentVariables?|SetEnvironmentVariable|ExpandEnvironmentVariables|Exit|FailFast|GetCommandLineArgs"
        + @")\b")]
    private static partial Regex ConsoleOrEnvironment();
}
