using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Tests;

/// <summary>What other programs call our commands stands under one heading of the help, and nowhere between our own names.</summary>
public class ForeignNamesTests
{
    private static readonly string Help = HelpOf("--help");

    public static TheoryData<string> Names =>
    [
        "autotrain for train", "autoinfer for infer", "generate_synthetic for data synthetic",
        "create_dataset_bio, create_dataset_nlp for data create", "make_consensus, make-consensus for genome personal",
        "rna_design for rna design", "its flags in rna design",
        "genome norm for genome normalize", "genome makewindows for genome tile",
        "its flags in genome consensus, filter, query, normalize, dosages", "its flags in genome view", "its flags in genome translate",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void ANameOfAnotherProgramIsInTheHelp(string line) => Assert.Contains(line, Foreign(Help), StringComparison.Ordinal);

    [Theory]
    [InlineData("autotrain")]
    [InlineData("autoinfer")]
    [InlineData("create_dataset_bio")]
    public void ItIsUnderstoodAndNotListedAmongOurs(string name)
    {
        Assert.Contains("Usage:", HelpOf(name, "--help"), StringComparison.Ordinal);
        Assert.DoesNotContain(name, Ours(Help), StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatIsNearlyOneIsAskedFor()
    {
        var parsed = AllCommands.Catalog.Parse(["autotrian"], new Terminal(TextWriter.Null, TextWriter.Null, false, false));
        var error = Assert.Throws<UsageException>(() => UsageCheck.Throw(parsed));
        Assert.Contains("'autotrain'", error.Advice, StringComparison.Ordinal);
    }

    private static string Foreign(string help) => help[help.IndexOf("Names of other programs", StringComparison.Ordinal)..];

    private static string Ours(string help) => help[..help.IndexOf("Names of other programs", StringComparison.Ordinal)];

    private static string HelpOf(params string[] words)
    {
        using var output = new StringWriter();
        var exit = CommandShell.RunAsync(AllCommands.Catalog, words, new Terminal(output, TextWriter.Null, false, false)).GetAwaiter();
        Assert.Equal(ExitCode.Done, exit.GetResult());
        return output.ToString();
    }
}
