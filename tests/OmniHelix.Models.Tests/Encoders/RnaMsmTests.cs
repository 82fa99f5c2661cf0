using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests.Encoders;

/// <summary>RNA-MSM: alignments as input.</summary>
public class RnaMsmTests
{
    private const string Case = "mm-rnamsm-mlm";

    private static readonly long[] First = [1, 6, 9, 7, 8, 2], Second = [1, 6, 8, 7, 9, 2], Third = [1, 7, 9, 7, 8, 2];

    [Fact]
    public void AnAlignmentDoesNotFeelItsBatch()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(Case));
        // Two rows of six columns, and three rows of four, both padded to three rows of six.
        long[] nothing = [0, 0, 0, 0, 0, 0];
        long[][] shorter = [[1, 9, 9, 2], [1, 6, 9, 2], [1, 8, 8, 2]];
        var rows = (long[][])[First, Second, nothing, .. shorter.Select(row => (long[])[.. row, 0, 0])];
        var together = model.Forward(Alignments(2, 3, rows)).Logits;
        var two = model.Forward(Alignments(1, 2, First, Second)).Logits;
        Assert.InRange(Small.Distance(two.Select(0, 0), together.Select(0, 0).Narrow(0, 0, 2)), 0, 1e-5);
        var three = model.Forward(Alignments(1, 3, shorter)).Logits;
        Assert.InRange(Small.Distance(three.Select(0, 0), together.Select(0, 1).Narrow(1, 0, 4)), 0, 1e-5);
    }

    [Fact]
    public void OneSequenceIsAnAlignmentOfOneRow()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(Case));
        var alone = model.Forward(new ModelInput(Tensor.From<long>(First, [1, 6])), Outputs.HiddenStates | Outputs.Attentions);
        var row = model.Forward(Alignments(1, 1, First), Outputs.HiddenStates | Outputs.Attentions);
        Assert.Equal([1, 6, 28], alone.Logits.Shape);
        Assert.Equal([1, 1, 6, 28], row.Logits.Shape);
        Assert.Equal(row.Logits.ToArray<float>(), alone.Logits.ToArray<float>());
        Assert.Equal(3, alone.HiddenStates!.Count);
        Assert.All(alone.HiddenStates, states => Assert.Equal([1, 6, 16], states.Shape));
        Assert.All(row.HiddenStates!, states => Assert.Equal([1, 1, 6, 16], states.Shape));
        Assert.Equal(2, alone.Attentions!.Count);
        Assert.All(alone.Attentions, map => Assert.Equal([1, 4, 6, 6], map.Shape));
    }

    [Fact]
    public void OtherRowsOfTheAlignmentCount()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(Case));
        var one = model.Forward(Alignments(1, 2, First, Second)).Logits.Select(1, 0);
        var other = model.Forward(Alignments(1, 2, First, Third)).Logits.Select(1, 0);
        Assert.True(Small.Distance(one, other) > 1e-3);
    }

    [Fact]
    public void MoreRowsOrColumnsThanTheModelHasAreErrors()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(Case));
        Assert.Equal(20, model.MaxTokens);
        long[][] rows = [.. Enumerable.Repeat(First, 21)];
        Assert.Equal([1, 20, 6, 28], model.Forward(Alignments(1, 20, rows[..20])).Logits.Shape);
        var e = Assert.Throws<OmniException>(() => model.Forward(Alignments(1, 21, rows)));
        Assert.Equal("OH3401", e.Code);
        Assert.Contains("21 rows", e.Message, StringComparison.Ordinal);
        long[] wide = [.. Enumerable.Repeat(6L, 21)];
        Assert.Equal("OH3401", Assert.Throws<OmniException>(() => model.Forward(Alignments(1, 1, wide))).Code);
    }

    [Fact]
    public void RnaMsmOfItsAuthorsIsTheSameModelUnderTheirNames()
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        (string Here, string There)[] renames =
        [
            ("model.embeddings.msa_embeddings", "msa_position_embedding"),
            ("model.embeddings.word_embeddings.", "embed_tokens."),
            ("model.embeddings.position_embeddings.", "embed_positions."),
            ("model.embeddings.layer_norm.", "emb_layer_norm_before."),
            ("model.encoder.layer_norm.", "emb_layer_norm_after."),
            ("model.encoder.layer.", "layers."),
            ("lm_head.transform.", "lm_head."),
        ];
        Goldens.Copy(
            Case,
            folder.Path,
            tensor => renames.Aggregate(tensor, (one, rename) => one.Replace(rename.Here, rename.There, StringComparison.Ordinal)),
            configure: config => config["layer_type"] = "standard",
            more: [Goldens.Zeros("contact_head.regression.weight", DType.Float32, 1, 8)]);
        using var expected = OmniModel.FromPretrained(Goldens.Encoder(Case));
        using var got = OmniModel.FromPretrained(folder.Path);
        var input = Alignments(1, 2, First, Second);
        Assert.Equal(expected.Forward(input).Logits.ToArray<float>(), got.Forward(input).Logits.ToArray<float>());
    }

    private static ModelInput Alignments(int batch, int rows, params long[][] sequences)
    {
        var ids = Tensor.From<long>([.. sequences.SelectMany(row => row)], [batch, rows, sequences[0].Length]);
        return new ModelInput(ids, ids.Ne(0).To(DType.Int64));
    }
}
