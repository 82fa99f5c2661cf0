using System.Runtime.Versioning;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>The launcher in a small copy of the repository, with a dotnet that only writes down what it is asked to do.</summary>
[SupportedOSPlatform("linux")]
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder folder = new("omni launcher ");
    private readonly string root;

    public LauncherTests()
    {
        root = folder["a repository"];
        foreach (var file in new[]
        {
            "omni",
            "eng/launch.sh",
            "eng/setup",
            "eng/test",
            "global.json",
            "Directory.Build.props",
            "Directory.Packages.props",
        })
        {
            var target = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(SourceTree.PathOf(file), target);
        }
        Directory.CreateDirectory(Path.Combine(root, "src", "OmniHelix.Cli"));
        Directory.CreateDirectory(Path.Combine(root, "native"));
        File.WriteAllText(Source, "class Program;");
        Directory.CreateDirectory(Path.Combine(root, "artifacts"));
        FakeDotnet("");
        File.WriteAllText(Path.Combine(root, "artifacts", "setup.stamp"), Path.Combine(root, "dotnet"));
        // Everything so far is older than whatever the launcher writes from now on.
        foreach (var entry in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories))
            if (!entry.EndsWith(".stamp", StringComparison.Ordinal)) File.SetLastWriteTimeUtc(entry, DateTime.UnixEpoch.AddYears(40));
    }

    private string Source => Path.Combine(root, "src", "OmniHelix.Cli", "Program.cs");

    [Fact]
    public void BuildsOnceAndPassesEveryWordOn()
    {
        Assert.Equal("[build][run][train][--data][a b][]", Calls(Launch("train", "--data", "a b", "")));
        Assert.Equal("[run][train]", Calls(Launch("train")));
    }

    [Fact]
    public void BuildsAgainAfterASourceChangedWasAddedOrWasRemoved()
    {
        Launch("x");
        File.AppendAllText(Source, "// more");
        Assert.Equal("[build][run][x]", Calls(Launch("x")));
        var added = Path.Combine(root, "native", "shim.cpp");
        File.WriteAllText(added, "");
        Assert.Equal("[build][run][x]", Calls(Launch("x")));
        File.Delete(added);
        Assert.Equal("[build][run][x]", Calls(Launch("x")));
        Assert.Equal("[run][x]", Calls(Launch("x")));
    }

    [Fact]
    public void AnotherLibtorchIsAnotherBuild()
    {
        Launch("x");
        var libtorch = Path.GetDirectoryName(folder.Write("libtorch/lib", ""))!;
        var run = OmniProgram.Run("env", [$"OMNI_LIBTORCH={libtorch}", Path.Combine(root, "omni"), "x"]);
        Assert.Contains($"OMNI_LIBTORCH={libtorch} is no libtorch", run.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        File.Delete(Path.Combine(libtorch, "lib"));
        Directory.CreateDirectory(Path.Combine(libtorch, "lib"));
        run = OmniProgram.Run("env", [$"OMNI_LIBTORCH={libtorch}", Path.Combine(root, "omni"), "x"]);
        Assert.Equal("[build][run][x]", Calls(run));
    }

    [Fact]
    public void WorksThroughASymbolicLinkFromAnotherFolder()
    {
        var link = folder["my omni"];
        File.CreateSymbolicLink(link, Path.Combine(root, "omni"));
        Assert.Equal("[build][run][doctor]", Calls(OmniProgram.Run(link, ["doctor"], "/")));
    }

    [Fact]
    public void AFailedBuildShowsItsLogAndIsTriedAgain()
    {
        FakeDotnet("echo 'Program.cs(1,1): error CS1002'; exit 1");
        var run = Launch("x");
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("error CS1002", run.Error, StringComparison.Ordinal);
        FakeDotnet("");
        Assert.Equal("[build][run][x]", Calls(Launch("x")));
    }

    [Fact]
    public void TheExitCodeIsThatOfTheProgram()
    {
        Launch("x");
        File.AppendAllText(Path.Combine(root, "dotnet"), "\nexit 3\n");
        Assert.Equal(3, Launch("x").ExitCode);
    }

    [Fact]
    public void GoldensAloneRunWithTheirWords() =>
        Assert.Equal(
            "[build][goldens][some cases][--group][metrics]",
            Calls(Launch("test", "--goldens", "some cases", "--group", "metrics")));

    [Theory]
    [InlineData(
        "Passed!  - Failed:     0, Passed:     7, Skipped:     1, Total:     8",
        "2 passed, 0 failed, 1 skipped",
        0,
        0,
        "9 passed, 0 failed, 2 skipped",
        0)]
    [InlineData(
        "Failed!  - Failed:     2, Passed:     5, Skipped:     0, Total:     7",
        "2 passed, 0 failed, 0 skipped",
        1,
        0,
        "7 passed, 2 failed, 0 skipped",
        1)]
    [InlineData(
        "Passed!  - Failed:     0, Passed:     7, Skipped:     0, Total:     7",
        "1 passed, 3 failed, 0 skipped",
        0,
        1,
        "8 passed, 3 failed, 0 skipped",
        1)]
    [InlineData("The active test run was aborted.", "2 passed, 0 failed, 0 skipped", 1, 0, "2 passed, 1 failed, 0 skipped", 1)]
    [InlineData(
        "Passed!  - Failed:     0, Passed:     7, Skipped:     0, Total:     7",
        "Unhandled exception.",
        0,
        134,
        "7 passed, 1 failed, 0 skipped",
        1)]
    public void TestsAndGoldensAreSummedIntoTheLastLine(string tests, string goldens, int testsExit, int goldensExit, string last, int exit)
    {
        FakeDotnet("", $"echo '{tests}'; exit {testsExit}", $"echo '{goldens}'; exit {goldensExit}");
        var run = Launch("test");
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(last, lines[^1]);
        Assert.Single(lines, l => l.EndsWith("skipped", StringComparison.Ordinal));
        Assert.Equal(exit, run.ExitCode);
    }

    [Fact]
    public void LongTestsRunOnlyWhenAskedFor()
    {
        FakeDotnet("", "echo \"asked: $*\"", "echo '0 passed, 0 failed, 0 skipped'");
        Assert.Contains("--filter Category!=Long", Launch("test").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--filter", Launch("test", "--all").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownWordAfterTestIsWrongUsage()
    {
        var run = Launch("test", "--gold");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("unknown argument '--gold'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAptItSaysWhatToInstall()
    {
        var empty = folder["bin"];
        Directory.CreateDirectory(empty);
        foreach (var tool in new[] { "bash", "dirname", "readlink", "uname", "sed", "cat", "printf" })
            if (Array.Find(["/bin/", "/usr/bin/"], place => File.Exists(place + tool)) is { } place)
                File.CreateSymbolicLink(Path.Combine(empty, tool), place + tool);
        var run = OmniProgram.Run(
            "env",
            ["-i", $"PATH={empty}", $"HOME={empty}", Path.Combine(empty, "bash"), Path.Combine(root, "eng", "setup")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("CMake 3.18", run.Error, StringComparison.Ordinal);
        Assert.Contains("OMNI_LIBTORCH", run.Error, StringComparison.Ordinal);
        Assert.Contains(".NET SDK 10.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Missing now: cmake", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Calls(OmniProgram run) => run.Output.Replace("\n", "", StringComparison.Ordinal);

    private OmniProgram Launch(params string[] words) => OmniProgram.Run(Path.Combine(root, "omni"), words);

    private void FakeDotnet(string build, string test = "exit 0", string? goldens = null)
    {
        var path = Path.Combine(root, "dotnet");
        File.WriteAllText(path, $$"""
            #!/usr/bin/env bash
            write() { printf '[%s]' "$@"; }
            case $1 in
              build) {{(build.Length > 0 ? build : ":")}}; write build >> "{{root}}/calls" ;;
              test) {{test}} ;;
              *omni.dll) [[ ! -e "{{root}}/calls" ]] || cat "{{root}}/calls"; rm -f "{{root}}/calls"; shift; write run "$@" ;;
              *Goldens.dll) {{goldens ?? $$"""[[ ! -e "{{root}}/calls" ]] || cat "{{root}}/calls"; shift; write goldens "$@" """}} ;;
            esac
            """ + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
