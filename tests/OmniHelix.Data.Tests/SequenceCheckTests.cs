using OmniHelix.Data.Records;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests;

public class SequenceCheckTests
{
    private const string Protein = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ";

    [Fact]
    public void AProteinGivenAsNucleicAcidIsRefused()
    {
        Example[] examples = [Written.Example("ACGU"), Written.Example(Protein, record: 4)];
        var error = Assert.Throws<OmniException>(() => Check(examples, new SequenceCheck()));
        Assert.Equal(("OH1402", "x:4"), (error.Code, error.Place));
        Assert.Contains("1 of 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TBesideUInOneSequenceNeedsAConversion()
    {
        Example[] examples = [Written.Example("ACGT"), Written.Example("ACGTU", record: 2), Written.Example("ACGU")];
        Assert.Equal("OH1403", Assert.Throws<OmniException>(() => Check(examples, new SequenceCheck())).Code);
        Check(examples, new SequenceCheck(uracil: UracilPolicy.TToU));
        Check([examples[0], examples[2]], new SequenceCheck());
    }

    [Theory]
    [InlineData("AC GU")]
    [InlineData("ACG\u00A0U")]
    [InlineData("ACG\tU")]
    public void ABlankIsNoBase(string sequence)
    {
        Example[] examples = [Written.Example("ACGU"), Written.Example(sequence, record: 2)];
        var error = Assert.Throws<OmniException>(() => Check(examples, new SequenceCheck(Molecule.Unknown)));
        Assert.Equal(("OH5303", "x:2"), (error.Code, error.Place));
        Assert.Equal("OH5303", new SequenceCheck().Problem(examples[1])?.Code);
        Assert.Null(new SequenceCheck().Problem(examples[0]));
    }

    [Theory]
    [InlineData(Molecule.Dna, "OH1402")]
    [InlineData(Molecule.Rna, "OH1402")]
    [InlineData(Molecule.MixedNucleic, "OH1402")]
    [InlineData(Molecule.Protein, null)]
    [InlineData(Molecule.Unknown, null)]
    public void OneRecordIsRefusedForTheSameReasons(Molecule molecule, string? code)
    {
        var check = new SequenceCheck(molecule);
        Assert.Equal(code, check.Problem(Written.Example(Protein))?.Code);
        Assert.Equal(code is null ? null : "OH1403", check.Problem(Written.Example("ACGTU"))?.Code);
        Assert.Null(check.Problem(Written.Example("ACGU")));
    }

    private static void Check(IEnumerable<Example> examples, SequenceCheck check)
    {
        foreach (var example in examples) check.Add(example);
        check.ThrowIfAny();
    }
}
