using OmniHelix.Data.Records;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests;

public class SequenceCheckTests
{
    [Fact]
    public void A_protein_given_as_nucleic_acid_is_refused()
    {
        var error = Assert.Throws<OmniException>(() => SequenceCheck.Require([Scratch.Example("ACGU"), Scratch.Example("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ", record: 4)]));
        Assert.Equal(("OH1402", "x:4"), (error.Code, error.Place));
        Assert.Contains("1 of 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void T_beside_U_in_one_sequence_needs_a_conversion()
    {
        Example[] examples = [Scratch.Example("ACGT"), Scratch.Example("ACGTU", record: 2), Scratch.Example("ACGU")];
        Assert.Equal("OH1403", Assert.Throws<OmniException>(() => SequenceCheck.Require(examples)).Code);
        SequenceCheck.Require(examples, UracilPolicy.TToU);
        SequenceCheck.Require([examples[0], examples[2]]);
    }
}
