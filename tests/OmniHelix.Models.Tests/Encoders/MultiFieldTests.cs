using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests.Encoders;

public class MultiFieldTests
{
    private const string Genes = """{"field_name":"genes","tokenization_strategy":"tokenize","vocab_size":24}""";

    public static TheoryData<string> Types => ["scbert", "scmodernbert", "scllama", "scnystromformer", "scperformer"];

    public static TheoryData<string> Kinds =>
    [
        """{"kind":"mlp"}""",
        """{"kind":"mlp_with_special_token_embedding"}""",
        """{"kind":"mlp_with_special_token_embedding","zero_as_special_token":false}""",
        """{"kind":"scale_adapt","n_sin_basis":6,"basis_scale":0.01,"trainable":false}""",
        """{"kind":"scale_adapt","n_sin_basis":6,"shift":0.5,"sigmoid_centers":[0.5,2],"sigmoid_orientations":[1,-1]}""",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FieldsOfEveryKindAreReadSavedAndTheSameAgain(string kind)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        var config = Read(Json("scbert", Genes, Expressions(kind)));
        using var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new(), seed: 3);
        model.Eval();
        model.SavePretrained(folder["saved"]);
        using var loaded = OmniModel.FromPretrained(folder["saved"]);
        Assert.Equal(config, loaded.Backbone.Config);
        var input = Cells([[3, 4, 5], [0.5f, 0, -2]]);
        var scores = model.Forward(input).Logits;
        Assert.Equal([1, 3, 24], scores.Shape);
        Assert.All(scores.ToArray<float>(), score => Assert.True(float.IsFinite(score)));
        Assert.Equal(scores.ToArray<float>(), loaded.Forward(input).Logits.ToArray<float>());
    }

    [Fact]
    public void SpecialTokensAndZeroAmongNumbersHaveRowsOfTheirOwn()
    {
        using var scope = new TensorScope();
        var config = Read(Json("scbert", Genes, Expressions("""{"kind":"mlp_with_special_token_embedding"}""")));
        using var model = OmniModel.Create(config, TaskType.Embedding, new(), seed: 3);
        var fields = ((EncoderBackbone)model.Backbone).InputFields!;
        var table = model.NamedParameters()
            .Single(entry => entry.Name.EndsWith("special_token_embeddings.weight", StringComparison.Ordinal));
        Assert.Equal([6, 128], table.Value.Value.Shape);
        var before = Vectors();
        foreach (var (row, place) in new[] { (0, 0), (4, 1), (5, 2) })
        {
            using (GradMode.Off()) table.Value.Value.Select(0, row).FillInPlace(row + 1);
            var after = Vectors();
            for (var at = 0; at < 4; at++) Assert.Equal(at == place, Small.Distance(before[at], after[at]) > 1e-3);
            before = after;
        }

        List<Tensor> Vectors()
        {
            var vectors = fields.Forward("expressions", Cells([[3, 3, 3, 3], [-1, -5, 0, 1.5f]]).InputIds);
            return [.. Enumerable.Range(0, 4).Select(at => vectors.Select(1, at))];
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void ACellDoesNotFeelItsBatch(string type)
    {
        using var scope = new TensorScope();
        var config = Read(Json(type, Genes, Expressions("""{"kind":"mlp_with_special_token_embedding"}""")));
        using var model = OmniModel.Create(config, TaskType.Embedding, new(), seed: 3);
        model.Eval();
        // Padding is token 1 in one field and −2 in the other.
        var together = model.Forward(Cells(
            [[3, 7, 9, 4, 5, 2], [-4, 1.5f, 0, 2, 7, -3]], [[3, 9, 2, 1, 1, 1], [-4, 2.5f, -3, -2, -2, -2]])).LastHiddenState;
        var alone = model.Forward(Cells([[3, 9, 2], [-4, 2.5f, -3]])).LastHiddenState;
        Assert.True(Small.Distance(together.Select(0, 1).Narrow(0, 0, 3), alone.Select(0, 0)) < 1e-6);
    }

    [Fact]
    public void SequencesAreRefusedWhereCellsAreReadAndTheReverse()
    {
        using var scope = new TensorScope();
        var config = Read(Json("scbert", Genes, Expressions("""{"kind":"mlp"}""")));
        using var cells = OmniModel.Create(config, TaskType.Embedding, new(), seed: 3);
        var e = Assert.Throws<OmniException>(() => cells.Forward(Small.Batch([3, 4, 2])));
        Assert.Equal("OH3405", e.Code);
        Assert.Contains("2 fields at a position (genes, expressions), the input has 1", e.Message, StringComparison.Ordinal);
        using var bert = OmniModel.Create(new BertConfig { VocabularySize = 24, HiddenSize = 24 }, TaskType.Embedding, new(), seed: 3);
        e = Assert.Throws<OmniException>(() => bert.Forward(Cells([[3, 4], [1, 2]])));
        Assert.Equal("OH3405", e.Code);
        Assert.Contains("one token at a position, the input has 2 fields", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"field_name":"x","tokenization_strategy":"patches"}""", "OH3204", "tokenization_strategy")]
    [
        InlineData(
            """{"field_name":"x","tokenization_strategy":"continuous_value_encoder","encoder_kwargs":{"kind":"new"}}""", "OH3204", "kind")]
    [InlineData("""{"tokenization_strategy":"tokenize","vocab_size":4}""", "OH3202", "field_name")]
    [InlineData("""{"field_name":"x","tokenization_strategy":"tokenize","vocab_size":null}""", "OH3202", "vocab_size")]
    [InlineData(
        """
        {"field_name":"x","tokenization_strategy":"continuous_value_encoder",
         "encoder_kwargs":{"kind":"scale_adapt","sigmoid_centers":[1]}}
        """,
        "OH3202", "sigmoid_orientations")]
    public void FieldsThatCannotBeMadeAreRefusedByName(string field, string code, string named)
    {
        var e = Assert.Throws<OmniException>(() => Read(Json("scbert", Genes, field)));
        Assert.Equal(code, e.Code);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithoutAFieldOfTokensIsRefused()
    {
        var e = Assert.Throws<OmniException>(() => Read(Json("scbert", Expressions("""{"kind":"mlp"}"""))));
        Assert.Equal("OH3202", e.Code);
        Assert.Contains("\"fields\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesFromBeforeLabelsAreRead()
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = OmniModel.Create(Read(Json("scbert", Genes)), TaskType.MaskedLanguageModel, new(), seed: 3);
        model.Eval();
        model.SavePretrained(folder["saved"]);
        Directory.CreateDirectory(folder["old"]);
        File.Copy(folder["saved/config.json"], folder["old/config.json"]);
        using (var stored = Checkpoint.Open(folder["saved/model.safetensors"]))
        {
            var old = stored.Names.Select(name => Goldens.Whole(stored.Get(name)) with
            {
                Name = name.Replace("cls.predictions.predictions.", "cls.predictions.", StringComparison.Ordinal),
            });
            SafetensorsWriter.Write(folder["old/model.safetensors"], old);
        }
        using var loaded = OmniModel.FromPretrained(folder["old"]);
        var input = Small.Batch([3, 7, 9, 2]);
        Assert.Equal(model.Forward(input).Logits.ToArray<float>(), loaded.Forward(input).Logits.ToArray<float>());
    }

    [Fact]
    public void RandomFeaturesAreOrthogonalAndThoseOfTheSeed()
    {
        using var scope = new TensorScope();
        using var features = RandomFeatures.Draw((16, 8), regular: true, (7, 2));
        using var again = RandomFeatures.Draw((16, 8), regular: true, (7, 2));
        using var others = RandomFeatures.Draw((16, 8), regular: true, (7, 3));
        Assert.Equal(features.ToArray<float>(), again.ToArray<float>());
        Assert.NotEqual(features.ToArray<float>(), others.ToArray<float>());
        foreach (var first in new[] { 0, 8 })
        {
            var block = features.Narrow(0, first, 8);
            Assert.True(Small.Distance(block.Matmul(block.Transpose(0, 1)), Ops.Eye(8, DType.Float32) * 8) < 1e-5);
        }
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("elu")]
    [InlineData("exp")]
    [InlineData("cosh")]
    public void ManyRandomFeaturesOfSoftmaxKernelsApproachSoftmaxAndAllArePositive(string kernel)
    {
        using var scope = new TensorScope();
        var kernels = $"\"kernel_type\":\"{kernel}\",\"num_random_features\":2048,\"vocab";
        var config = Read(Json("scperformer", Genes).Replace("\"vocab", kernels, StringComparison.Ordinal));
        using var performer = OmniModel.Create(config, TaskType.Embedding, new(), seed: 3);
        performer.Eval();
        var states = performer.Forward(Small.Batch([3, 7, 9, 4, 5, 2])).LastHiddenState;
        Assert.All(states.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
        if (kernel is "relu" or "elu") return;
        using var bert = OmniModel.Create(Read(Json("scbert", Genes)), TaskType.Embedding, new(), seed: 3);
        bert.Eval();
        using var off = GradMode.Off();
        var theirs = bert.NamedParameters()
            .ToDictionary(entry => entry.Name.Replace("scbert.", "", StringComparison.Ordinal), entry => entry.Value);
        foreach (var (name, parameter) in performer.NamedParameters())
            if (name.Contains("self.out.weight", StringComparison.Ordinal))
                parameter.Value.CopyInPlace(Ops.Eye(parameter.Value.Size(0), DType.Float32));
            else if (theirs.TryGetValue(name.Replace("scperformer.", "", StringComparison.Ordinal), out var same))
                parameter.Value.CopyInPlace(same.Value);
        states = performer.Forward(Small.Batch([3, 7, 9, 4, 5, 2])).LastHiddenState;
        Assert.True(Small.Distance(states, bert.Forward(Small.Batch([3, 7, 9, 4, 5, 2])).LastHiddenState) < 1e-3);
    }

    private static string Expressions(string encoder) => $$"""
        {"field_name":"expressions","tokenization_strategy":"continuous_value_encoder","num_special_tokens":5,"encoder_kwargs":{{encoder}}}
        """;

    private static string Json(string type, params string[] fields) => $$"""
        {"model_type":"{{type}}","hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,"intermediate_size":20,"num_landmarks":10,
         "max_position_embeddings":40,"pad_token_id":1,"vocab_size":99,"fields":[{{string.Join(',', fields)}}]}
        """;

    private static BackboneConfig Read(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["config.json"], json);
        return ModelFamilies.Read(ModelConfigFile.Open(folder.Path));
    }

    // Cells [fields][length], padded with token 1.
    private static ModelInput Cells(params float[][][] cells)
    {
        long length = cells[0][0].Length;
        var ids = Tensor.From<float>([.. cells.SelectMany(cell => cell).SelectMany(row => row)], [cells.Length, cells[0].Length, length]);
        return new ModelInput(ids, ids.Select(1, 0).Ne(1).To(DType.Int64)) { SkipsPadding = true };
    }
}
