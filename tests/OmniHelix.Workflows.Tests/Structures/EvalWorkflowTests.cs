using System.Globalization;
using OmniHelix.Data.Tables;
using OmniHelix.Rna.Files;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Workflows.Tests.Structures;

/// <summary>Structures of records get their energies, each with what is wrong with it.</summary>
public sealed class EvalWorkflowTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void LoopsAreShownAsRnaevalPrintsThem()
    {
        var (text, outcome) = Run(new EvalOptions
        {
            Sequence = "GGGAAGCGAAAGCAAGCGAAAGCAACCCA,ggggaaaacccc",
            Structure = "(((..((....))..((....))..))).,((((....))))",
            Loops = true,
        });
        Assert.Equal(
            """
            >1
            External loop                           :  -170
            Interior loop (  1, 28) GC; (  2, 27) GC:  -330
            Interior loop (  2, 27) GC; (  3, 26) GC:  -330
            Multi    loop (  3, 26) GC              :   250
            Interior loop (  6, 13) GC; (  7, 12) CG:  -340
            Hairpin  loop (  7, 12) CG              :   330
            Interior loop ( 16, 23) GC; ( 17, 22) CG:  -340
            Hairpin  loop ( 17, 22) CG              :   330
            GGGAAGCGAAAGCAAGCGAAAGCAACCCA
            (((..((....))..((....))..))). ( -6.00)
            >2
            External loop                           :     0
            Interior loop (  1, 12) GC; (  2, 11) GC:  -330
            Interior loop (  2, 11) GC; (  3, 10) GC:  -330
            Interior loop (  3, 10) GC; (  4,  9) GC:  -330
            Hairpin  loop (  4,  9) GC              :   450
            GGGGAAAACCCC
            ((((....)))) ( -5.40)

            """.ReplaceLineEndings("\n"), text);
        Assert.Equal((2, 0, 41), (outcome.Records, outcome.Failed, outcome.Bases));
    }

    [Fact]
    public void WhatIsWrongWithAStructureIsToldWithItsPlace()
    {
        var source = folder.Write(
            "x.csv",
            "id,seq,structure\nshort,GGGAAC,((..)).\nhairpin,GGGAAC,.(..).\nopen,GGGGAAAACCCC,(((.....)).\nsign,GGAAAACC,((...!))\n"
                + "knot,GGGGAAAACCCCGG,((((..[.))))]]\nknots,GGGGAAAACCCCGG,((((..[.)))).]\nempty,GGAAAACC,\nbad,GG!AAACC,((....))\n"
                + "other,AGGGAAAACCCG,((((....))))\n");
        var (_, outcome) = Run(new EvalOptions { Input = source, Output = folder["y.csv"] });
        var rows = Table.Open(folder["y.csv"]).Rows().ToList();
        var codes = rows.Select(row => ((string)row["error"]!).Split(' ')[0]);
        Assert.Equal(
            ["OH1810", "OH1857", "OH1802", "OH1801", "OH1802", "OH1855", "OH1814", "OH1812", ""], codes);
        Assert.Contains("2-5 has 2 bases", (string)rows[1]["error"]!, StringComparison.Ordinal);
        Assert.Contains("column 1 ", (string)rows[2]["error"]!, StringComparison.Ordinal);
        Assert.Contains($"{source}:4", (string)rows[2]["error"]!, StringComparison.Ordinal);
        Assert.Equal(8, outcome.Failed);
        Assert.Contains("1 pair of 1 record is no AU, GC or GU", Assert.Single(outcome.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.dbn")]
    [InlineData("x.ct")]
    [InlineData("x.bpseq")]
    public void FilesOfStructuresGetTheirEnergies(string name)
    {
        var file = StructureFile.All.Single(kind => kind.Kind.IsPromisedBy(name));
        var structure = Rna.SecondaryStructure.Parse("((((....))))");
        file.Write(folder[name], [new("a", "GGGGAAAACCCC", structure), new("b", "AGGGAAAACCCU", structure)]);
        Run(new EvalOptions { Input = folder[name], Output = folder["y.dbn"] });
        Assert.Equal([-5.4, -3.7], StructureFile.DotBracket.Read(folder["y.dbn"]).Select(record => record.Energy!.Value));
        Run(new EvalOptions { Input = folder[name], Output = folder["y.parquet"], Loops = true });
        var loops = Table.Open(folder["y.parquet"]).Rows().ToList();
        Assert.Equal(10, loops.Count);
        Assert.Equal("a stack 1 12 2-11 -3.3", string.Join(' ', new[] { "id", "loop", "i", "j", "inner", "energy" }.Select(
            column => Convert.ToString(loops[1][column], CultureInfo.InvariantCulture))));
        Assert.Equal(-3.7, loops.Skip(5).Sum(loop => (double)loop["energy"]!), 9);
    }

    [Fact]
    public void AFileThatBeginsWithAnUnpairedSequenceIsReadAsWhatItsNameSays()
    {
        var source = folder.Write("x.dbn", ">a\nAAAA\n....\n>b\nGGGGAAAACCCC\n((((....))))\n");
        Assert.EndsWith("( -5.40)\n", Run(new EvalOptions { Input = source }).Text, StringComparison.Ordinal);
        // Dots are gaps where the name promises nothing else.
        source = folder.Write("x.fasta", ">a\nAAAA\n....\n");
        Assert.Equal("OH1812", Assert.Single(Run(new EvalOptions { Input = source }).Outcome.Failures).Code);
    }

    [Fact]
    public void ConditionsChangeTheEnergies()
    {
        var said = new EvalOptions { Sequence = "GGGAAGCGAAAGCAAGCGAAAGCAACCCA", Structure = "(((..((....))..((....))..)))." };
        Assert.Contains("( -6.00)", Run(said).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("( -6.00)", Run(said with { Temperature = 50 }).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("( -6.00)", Run(said with { Dangles = 0 }).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OH2020", null, "ACGU", null, null)]
    [InlineData("OH2021", "x.dbn", null, "....", null)]
    [InlineData("OH2021", null, "x.dbn", "....", null)]
    [InlineData("OH1810", null, "ACGU,ACGU", "....", null)]
    [InlineData("OH2030", null, null, "....", null)]
    [InlineData("OH2032", null, "ACGU", "....", "y.fasta")]
    public void WhatCannotBeMeantIsRefused(string code, string? input, string? sequence, string? structure, string? output)
    {
        var options = new EvalOptions { Input = input, Sequence = sequence, Structure = structure, Output = output };
        Assert.Equal(code, Assert.Throws<UsageException>(() => EvalConfiguration.Resolve(options)).Code);
    }

    [Fact]
    public void LoopsAreWrittenToTablesOnly()
    {
        var options = new EvalOptions { Input = "x.dbn", Output = "y.dbn", Loops = true };
        Assert.Equal("OH2032", Assert.Throws<UsageException>(() => EvalConfiguration.Resolve(options)).Code);
    }

    private static (string Text, RnaOutcome Outcome) Run(EvalOptions options)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var outcome = new EvalWorkflow(EvalConfiguration.Resolve(options)).Run(text);
        return (text.ToString(), outcome);
    }
}
