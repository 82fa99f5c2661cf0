using System.CommandLine;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Tests;

/// <summary>
/// Every example of the help is a command line that the program takes: commands and flags are known, and values can be read.
/// </summary>
public class ExampleTests
{
    private static readonly Terminal Silent = new(TextWriter.Null, TextWriter.Null, false, false);

    // What a command line can be wrong in, whatever files are there.
    private static readonly string[] WrongUsage =
    [
        "OH1650", "OH1905", "OH1906", "OH1916", "OH2001", "OH2002", "OH2003", "OH2004", "OH2013", "OH2014", "OH2016",
        "OH2020", "OH2021", "OH2030", "OH2032", "OH2033", "OH2034", "OH2900",
    ];

    public static TheoryData<string> Examples => [.. Root(["--help"]).Subcommands.SelectMany(c => ExamplesOf(c.Name)).Distinct()];

    public static TheoryData<string> DocumentedLines =>
        [.. Documentation.Pages.SelectMany(Documentation.CommandLines).Where(l => ShellWords.CommandsOf(l).Any(IsOurs)).Distinct()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void AnExampleIsUnderstood(string example)
    {
        foreach (var words in ShellWords.CommandsOf(example).Where(words => words[0] == "omni"))
            UsageCheck.Throw(AllCommands.Catalog.Parse(words[1..], Silent));
    }

    /// <summary>Nothing that examples name is there, so commands end with the first file they open: after all flags were read.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public async Task TheValuesOfAnExampleAreValid(string example)
    {
        foreach (var words in ShellWords.CommandsOf(example).Where(words => words[0] == "omni" && NeedsFiles(words)))
        {
            using var error = new StringWriter();
            var exit = await CommandShell.RunAsync(AllCommands.Catalog, words[1..], new(TextWriter.Null, error, false, false));
            Assert.True(exit != ExitCode.Done, $"'{example}' ran without its files");
            Assert.DoesNotContain(WrongUsage, code => error.ToString().Contains($"error {code}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(DocumentedLines))]
    public void ACommandOfTheDocumentationIsUnderstood(string line)
    {
        foreach (var words in ShellWords.CommandsOf(line).Where(IsOurs)) UsageCheck.Throw(AllCommands.Catalog.Parse(words[1..], Silent));
    }

    /// <summary>A list is written with commas, or its flag several times: what stands behind its value is an argument.</summary>
    [Fact]
    public void NoFlagTakesMoreThanOneWord() => Assert.All(
        Root(["--help"]).Subcommands.Where(c => !c.Hidden).SelectMany(c => All(Called(c.Name))),
        command => Assert.DoesNotContain(command.Options, option => option.AllowMultipleArgumentsPerToken));

    [Theory]
    [InlineData("data convert --columns id,sequence a.csv b.csv")]
    [InlineData("data convert --rename id=x --rename seq=y a.csv b.csv")]
    [InlineData("data split --group gene a.csv --output b")]
    [InlineData("data inspect --label-field a,b a.csv")]
    [InlineData("genome window --samples A,B --vcf v.vcf r.fa chr1:1-4")]
    public void ArgumentsMayStandBehindLists(string line)
    {
        var parsed = AllCommands.Catalog.Parse(line.Split(' '), Silent);
        UsageCheck.Throw(parsed);
        Assert.All(parsed.CommandResult.Command.Arguments, argument => Assert.NotNull(parsed.GetResult(argument)));
    }

    [Fact]
    public void ALineIsSplitAsAShellDoes() => Assert.Equal(
        [["zcat", "a b"], ["omni", "x", "type=\"snp\"", "-o"]],
        ShellWords.CommandsOf("zcat 'a b' | omni x 'type=\"snp\"' -o > out.fa  # not 'this"));

    // Tests are run by the launcher.
    private static bool IsOurs(string[] words) => words is ["omni" or "./omni", not "test", ..];

    // The demonstration, the diagnosis and what looks at a cache need no file; standard input is that of the tests.
    // A sequence of RNA that is typed is all that its commands need, and a search for sequences needs no file either.
    private static bool NeedsFiles(string[] words) =>
        words[1] is not ("demo" or "doctor" or "completion") && words is not [_, "hub", "list" or "prune", ..] && !words.Contains("-")
        && !(words[1] == "rna" && (words[2] is "design" or "bench" || words.Contains("--sequence")));

    private static IEnumerable<string> ExamplesOf(string command) => Of(Called(command));

    private static OmniCommand Called(string command) =>
        (OmniCommand)Root([command, "--help"]).Subcommands.First(c => c.Name == command || c.Aliases.Contains(command));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<string> Of(OmniCommand command) =>
        command.Examples.Concat(command.Subcommands.OfType<OmniCommand>().SelectMany(Of));

    private static RootCommand Root(string[] words) => (RootCommand)AllCommands.Catalog.Parse(words, Silent).RootCommandResult.Command;
}
