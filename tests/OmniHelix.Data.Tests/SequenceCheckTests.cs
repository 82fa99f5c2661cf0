using OmniHelix.Data.Records;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests;

public class SequenceCheckTests
{
    private const string Protein = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ";

    [Fact]
    public void A_protein_given_as_nucleic_acid_is_refused()
    {
        Example[] examples = [Scratch.Example("ACGU"), Scratch.Example(Protein, record: 4)];
        var error = Assert.Throws<OmniException>(() => Check(examples, new SequenceCheck()));
        Assert.Equal(("OH1402", "x:4"), (error.Code, error.Place));
        Assert.Contains("1 of 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void T_beside_U_in_one_sequence_needs_a_conversion()
    {
        Example[] examples = [Scratch.Example("ACGT"), Scratch.Example("ACGTU", record: 2), Scratch.Example("ACGU")];
        Assert.Equal("OH1403", Assert.Throws<OmniException>(() => Check(examples, new SequenceCheck())).Code);
        Check(examples, new SequenceCheck(uracil: UracilPolicy.TToU));
        Check([examples[0], examples[2]], new SequenceCheck());
    }

    [Theory]
    [InlineData(Molecule.Dna, "OH1402")]
    [InlineData(Molecule.Rna, "OH1402")]
    [InlineData(Molecule.MixedNucleic, "OH1402")]
    [InlineData(Molecule.Protein, null)]
    [InlineData(Molecule.Unknown, null)]
    public void One_record_is_refused_for_the_same_reasons(Molecule molecule, string? code)
    {
        var check = new SequenceCheck(molecule);
        Assert.Equal(code, check.Problem(Scratch.Example(Protein))?.Code);
        Assert.Equal(code is null ? null : "OH1403", check.Problem(Scratch.Example("ACGTU"))?.Code);
        Assert.Null(check.Problem(Scratch.Example("ACGU")));
    }

    private static void Check(IEnumerable<Example> examples, SequenceCheck check)
    {
        foreach (var example in examples) check.Add(example);
        check.ThrowIfAny();
    }
}
