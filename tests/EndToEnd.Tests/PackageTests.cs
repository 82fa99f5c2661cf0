using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>Both packages, restored from a folder and run outside of the repository.</summary>
[Collection("Builds")]
public sealed partial class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const string Sequence = "AUGCCGUGCAUUAA", Native = "libomnihelix_torch.so";

    [Fact]
    public void TheProgramOfTheDocumentationRunsFromThePackage()
    {
        feed.Write("ssp.cs", Program().Match(Documentation.Text("docs/csharp.md")).Groups[1].Value);
        var run = Dotnet.Run("dotnet", ["run", "ssp.cs"], feed.Folder);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        string[] expected =
        [
            "Vocabulary size: 24",
            "Special tokens: unk_token: <unk>, cls_token: <cls>, pad_token: <pad>, mask_token: <mask>, eos_token: <eos>",
            "Parameters: 1,193,347, trainable: 1,193,347",
            "Logits: [1, 16, 3]",
        ];
        var lines = run.Output.Split('\n');
        Assert.Equal(expected, lines.Take(4));
        Assert.Matches(@"^Classes:   [().]{14}$", lines[4]);
        Assert.Matches(@"^Structure: [().]{14}$", lines[5]);
        Assert.Equal("Linear  weight [3, 128], bias [3]", lines[6]);
    }

    [Fact]
    public void TheToolIsInstalledAndGivesWhatTheLibraryGives()
    {
        var install = Dotnet.Run(
            "dotnet", ["tool", "install", "OmniHelix.Tool", "--version", "0.1.0", "--tool-path", feed["tools"]], feed.Folder);
        Assert.True(install.ExitCode == 0, install.Output + install.Error);
        Assert.StartsWith("omni 0.1.0", OmniProgram.Run(feed["tools", "omni"], ["--version"]).Output, StringComparison.Ordinal);

        feed.Write("both.cs", """
            #:package OmniHelix@0.1.0
            #:property PublishAot=false
            var tokenizer = OmniTokenizer.FromPretrained("models/omnihelix-rna-1m");
            var label2Id = new Dictionary<string, int> { ["("] = 0, [")"] = 1, ["."] = 2 };
            using var model = new OmniModelForTokenClassification("models/omnihelix-rna-1m", tokenizer, label2Id);
            model.SavePretrained("both");
            Console.WriteLine(string.Join(' ', model.Predict(args[0]).Confidence));
            Console.WriteLine(string.Join(' ', model.Encode(args[0], Aggregation.Mean)));
            var page = new OmniHelix.Reports.TrainingReportData { Title = "coding", Confusion = new(["coding"], [[1]]) };
            Console.WriteLine(string.Join(' ', OmniHelix.Reports.ReportFigures.Write("figures", page)));
            """);
        var library = Dotnet.Run("dotnet", ["run", "both.cs", "--", Sequence], feed.Folder);
        Assert.True(library.ExitCode == 0, library.Output + library.Error);
        var lines = library.Output.Split('\n');
        Assert.Equal(
            Numbers("token_confidence", "infer", "--model", "both", "--sequence", Sequence), lines[0].Split(' ').Select(Number));
        Assert.Equal(
            Numbers("embedding", "embed", "--model", "both", "--sequence", Sequence, "--aggregation", "mean"),
            lines[1].Split(' ').Select(Number));
        Assert.Equal("confusion.svg confusion.png", lines[2]);

        feed.Write("pairs.jsonl", """{"sequence": "GGAACC", "label": "((..))"}""");
        var evaluation = OmniProgram.Run(
            feed["tools", "omni"], ["evaluate", "--model", "both", "--data", "pairs.jsonl", "--output", "scores", "--figures"],
            feed.Folder);
        Assert.True(evaluation.ExitCode == 0, evaluation.Error);
        Assert.True(File.Exists(feed["scores", "figures", "confusion.png"]));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        IEnumerable<double> Numbers(string field, params string[] arguments)
        {
            var tool = OmniProgram.Run(feed["tools", "omni"], arguments, feed.Folder);
            Assert.True(tool.ExitCode == 0, tool.Error);
            return [.. JsonDocument.Parse(tool.Output).RootElement.GetProperty(field).EnumerateArray().Select(one => one.GetDouble())];
        }
    }

    [Fact]
    public void AProgramWithoutTheNativePartIsToldWhatToDo()
    {
        var program = Build("bare");
        Assert.Equal("2\n", OmniProgram.Run("dotnet", [program]).Output);

        var native = Directory.EnumerateFiles(feed["bare", "out"], Native, SearchOption.AllDirectories).Single();
        File.WriteAllText(native, "no library");
        var damaged = OmniProgram.Run("dotnet", [program]).Output;
        Assert.StartsWith("OH4001 the native library cannot be loaded", damaged, StringComparison.Ordinal);
        Assert.Contains("libtorch-dev", damaged, StringComparison.Ordinal);

        File.Delete(native);
        var missing = OmniProgram.Run("dotnet", [program]).Output;
        Assert.StartsWith($"OH4001 the native library {Native} is neither", missing, StringComparison.Ordinal);
        Assert.Contains("OMNI_LIBTORCH", missing, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void ForAnotherLibtorchTheNativePartIsBuiltFromTheSourcesInThePackage()
    {
        var libtorch = Environment.GetEnvironmentVariable("OMNI_LIBTORCH");
        if (libtorch is null)
        {
            libtorch = feed["libtorch"];
            Directory.CreateDirectory(libtorch);
            var library = Directory.EnumerateFiles("/usr/lib", "libtorch_cpu.so", SearchOption.AllDirectories).First();
            Directory.CreateSymbolicLink(feed["libtorch", "lib"], Path.GetDirectoryName(library)!);
            Directory.CreateSymbolicLink(feed["libtorch", "include"], "/usr/include");
        }
        var program = Build("own", $"OMNI_LIBTORCH={libtorch}");
        Assert.True(File.Exists(feed["own", "out", Native]));
        Directory.Delete(feed["own", "out", "runtimes"], recursive: true);
        Assert.Equal("2\n", OmniProgram.Run("dotnet", [program]).Output);
    }

    // A program that makes a tensor, or says why it cannot.
    private string Build(string name, params string[] environment)
    {
        feed.Write($"{name}/{name}.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="OmniHelix" Version="0.1.0" /></ItemGroup>
            </Project>
            """);
        feed.Write($"{name}/Program.cs", """
            try { using var tensor = Tensor.From<float>([1, 2], [2]); Console.WriteLine(tensor.Shape[0]); }
            catch (OmniException e) { Console.WriteLine($"{e.Code} {e.Message} {e.Advice}"); }
            """);
        var build = Dotnet.Run(
            "env", [.. environment, "dotnet", "build", name, "-o", feed[name, "out"], "-v", "quiet"], feed.Folder);
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
        return feed[name, "out", $"{name}.dll"];
    }

    [GeneratedRegex(@"^```csharp\n(#:package.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Program();
}
