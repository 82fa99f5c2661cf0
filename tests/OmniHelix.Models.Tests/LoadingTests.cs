using System.Runtime.InteropServices;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests;

public class LoadingTests
{
    private const string TokenModel = "esm-tokcls", LanguageModel = "esm-rotary-tokendrop-mlm", Untied = "esm-absolute-untied-mlm";

    [Theory]
    [InlineData("module.esm.")]
    [InlineData("model.esm.")]
    [InlineData("model.")]
    [InlineData("_orig_mod.module.esm.")]
    [InlineData("module._orig_mod.OmniGenome.")]
    [InlineData("OmniGenome.")]
    [InlineData("")]
    public void EveryPublishedPrefixGivesTheSameModel(string prefix)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path, name => name.StartsWith("esm.", StringComparison.Ordinal) ? prefix + name[4..] : name);
        AssertSameLogits(TokenModel, folder.Path);
    }

    [Fact]
    public void TheNativeLayoutOfTheESMAuthorsGivesTheSameModel()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(LanguageModel, folder.Path, Native);
        AssertSameLogits(LanguageModel, folder.Path);

        static string Native(string name)
        {
            (string From, string To)[] map =
            [
                ("esm.embeddings.word_embeddings.", "embed_tokens."),
                ("esm.encoder.emb_layer_norm_after.", "emb_layer_norm_after."),
                ("esm.encoder.layer.", "layers."),
                ("esm.contact_head", "contact_head"),
                (".attention.self.query.", ".self_attn.q_proj."),
                (".attention.self.key.", ".self_attn.k_proj."),
                (".attention.self.value.", ".self_attn.v_proj."),
                (".attention.output.dense.", ".self_attn.out_proj."),
                (".attention.LayerNorm.", ".self_attn_layer_norm."),
                (".LayerNorm.", ".final_layer_norm."),
                (".intermediate.dense.", ".fc1."),
                (".output.dense.", ".fc2."),
            ];
            foreach (var (from, to) in map) name = name.Replace(from, to, StringComparison.Ordinal);
            return "encoder.sentence_encoder." + name;
        }
    }

    [Fact]
    public void ATiedDecoderIsTheWordEmbeddingEvenWhenTheFileHoldsAnother()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(LanguageModel, folder.Path, more: [Goldens.Zeros("lm_head.decoder.weight", DType.Float32, 33, 32)]);
        using var model = OmniModel.FromPretrained(folder.Path);
        var names = model.StateDict().ToDictionary();
        Assert.Same(names["esm.embeddings.word_embeddings.weight"], names["lm_head.decoder.weight"]);
        Assert.Equal(names["esm.embeddings.word_embeddings.weight"].Value.DataAddress, names["lm_head.decoder.weight"].Value.DataAddress);
        Assert.NotEqual(0, names["lm_head.decoder.weight"].Value.Abs().Max().ToDouble());
        Assert.Equal(["lm_head.decoder.weight"], model.LoadReport!.Unused);
    }

    [Fact]
    public void AnUntiedDecoderIsReadAndMustBeThere()
    {
        using var model = OmniModel.FromPretrained(Goldens.Encoder(Untied));
        var names = model.StateDict().ToDictionary();
        Assert.NotSame(names["esm.embeddings.word_embeddings.weight"], names["lm_head.decoder.weight"]);
        using var folder = new TemporaryFolder();
        Goldens.Copy(Untied, folder.Path, name => name == "lm_head.decoder.weight" ? null : name);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Contains("lm_head.decoder.weight", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheBiasOfTheDecoderMayHaveItsOldName()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(LanguageModel, folder.Path, name => name == "lm_head.bias" ? "lm_head.decoder.bias" : name);
        AssertSameLogits(LanguageModel, folder.Path);
    }

    [Fact]
    public void EveryDisagreementIsInOneError()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path,
            name => name == "esm.encoder.layer.0.output.dense.bias" ? null : name,
            tensor => tensor.Name == "classifier.bias" ? Goldens.Zeros(tensor.Name, DType.Float32, 4) : Goldens.Whole(tensor),
            more: [Goldens.Zeros("esm.encoder.layer.0.extra", DType.Float32, 1), Goldens.Zeros("mystery", DType.Float32, 1)]);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3301", e.Code);
        Assert.Contains("missing (1): esm.encoder.layer.0.output.dense.bias", e.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected (2): ", e.Message, StringComparison.Ordinal);
        Assert.Contains("mystery", e.Message, StringComparison.Ordinal);
        Assert.Contains("wrong shape (1): classifier.bias: [4], expected [3]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfigurationAndTensorsAreComparedBeforeAnythingIsBuilt()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path, configure: config =>
        {
            config["vocab_size"] = 30;
            config["num_hidden_layers"] = 1_000_000_000;
            config["intermediate_size"] = 77;
        });
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3303", e.Code);
        foreach (var setting in new[] { "vocab_size is 30", "num_hidden_layers is 1000000000", "intermediate_size is 77" })
            Assert.Contains(setting, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert-mlm", "num_hidden_layers")]
    [InlineData("distilbert-mlm", "n_layers")]
    [InlineData("modernbert-mlm", "num_hidden_layers")]
    [InlineData("nystromformer-mlm", "num_hidden_layers")]
    public void ANumberOfLayersThatNothingHoldsIsRefusedBeforeTheyAreMade(string name, string key)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(name, folder.Path, configure: config =>
        {
            config[key] = 1_000_000_000;
            config.Remove("layer_types");
        });
        var e = Assert.Throws<OmniException>(() => ModelInspection.Of(folder.Path));
        Assert.Equal("OH3303", e.Code);
        Assert.Contains("num_hidden_layers is 1000000000", e.Message, StringComparison.Ordinal);
        // Without weights there is a limit.
        var config = folder["config.json"];
        var head = new OmniModelOptions { LabelNames = ["a", "b"] };
        e = Assert.Throws<OmniException>(() => OmniModel.Create(config, TaskType.SequenceClassification, head, seed: 1));
        Assert.Equal(("OH3203", config), (e.Code, e.Place));
        Assert.Contains("1000000000 layers are more than 10000", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert-relative-key-mlm", "max_position_embeddings")]
    [InlineData("nystromformer-mlm", "conv_kernel_size")]
    public void SizesOfTablesAreComparedBeforeTheyAreMade(string name, string key)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(name, folder.Path, configure: config => config[key] = 1_000_000_001);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3303", e.Code);
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABlockOfALargeNumberIsOneBlock()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(
            TokenModel, folder.Path, configure: config => config["num_hidden_layers"] = int.MaxValue,
            more: [Goldens.Zeros("esm.encoder.layer.2147483646.output.dense.bias", DType.Float32, 1)]);
        Assert.Equal("OH3303", Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path)).Code);
    }

    [Fact]
    public void AShardThatTheIndexNamesAndTheFolderLacksIsNamed()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path);
        List<string> names;
        using (var weights = Checkpoint.Open(folder.Path)) names = [.. weights.Names];
        File.Move(folder["model.safetensors"], folder["model-00001-of-00002.safetensors"]);
        var shards = names.Select((name, i) => (name, Shard: $"model-0000{(i < 3 ? 2 : 1)}-of-00002.safetensors"));
        var map = string.Join(',', shards.Select(one => $"\"{one.name}\":\"{one.Shard}\""));
        folder.Write("model.safetensors.index.json", $$$"""{"weight_map":{{{{map}}}}}""");
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3020", e.Code);
        Assert.Contains("model-00002-of-00002.safetensors", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Advice);
    }

    [Fact]
    public void MoreTokensThanVectorsAndMorePositionsThanThereAreAreRefused()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path);
        var vectors = Goldens.Config(folder.Path).GetProperty("vocab_size").GetInt32();
        File.WriteAllLines(folder["vocab.txt"], ["<cls>", "<pad>", "<eos>", "<unk>", .. Enumerable.Range(0, vectors).Select(i => $"A{i}")]);
        folder.Write("tokenizer_config.json", """{"tokenizer_class":"EsmTokenizer"}""");
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH1508", e.Code);
        var what = $"the vocabulary has {vectors + 4} tokens, and the model vectors for {vectors}";
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        using var model = OmniModel.FromPretrained(Goldens.Encoder(Untied));
        e = Assert.Throws<OmniException>(() => model.Forward(Small.Batch([.. Enumerable.Repeat(5, model.MaxTokens + 1)])));
        Assert.Equal("OH3401", e.Code);
        Assert.Contains($"the {model.MaxTokens} positions of this model", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGatedFeedForwardNetworkIsRecognisedByItsShape()
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        Goldens.Copy("ntv2-mlm", folder.Path, configure: config => config.Remove("add_bias_fnn"));
        using var expected = OmniModel.FromPretrained(Goldens.Encoder("ntv2-mlm"));
        using var got = OmniModel.FromPretrained(folder.Path);
        Assert.Equal((true, false), got.Backbone.Config is EsmConfig esm ? (esm.GatedFeedForward, esm.FeedForwardBias) : default);
        var input = Small.Batch([3, 4, 5, 6]);
        Assert.Equal(expected.Forward(input).Logits.ToArray<float>(), got.Forward(input).Logits.ToArray<float>());
    }

    [Fact]
    public void TwoTensorsOfOneMeaningAreRefused()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path, more: [Goldens.Zeros("model.classifier.bias", DType.Float32, 3)]);
        Assert.Equal("OH3302", Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path)).Code);
    }

    [Theory]
    [InlineData(DType.Int64)]
    [InlineData(DType.Bool)]
    [InlineData(DType.Float8E4M3)]
    [InlineData(DType.Float8E5M2)]
    public void TensorsOfOtherNumbersThanThoseOfModelsAreRefused(DType type)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path, change: tensor => tensor.Name == "classifier.bias"
            ? Goldens.Zeros(tensor.Name, type, tensor.Shape)
            : Goldens.Whole(tensor));
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal(("OH3304", folder["model.safetensors"]), (e.Code, e.Place));
        Assert.StartsWith($"tensor 'classifier.bias' holds {type},", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FrozenWeightsStayInTheFileAndTrainableOnesAreCopied()
    {
        using var frozen = OmniModel.FromPretrained(Goldens.Encoder(TokenModel));
        using var trainable = OmniModel.FromPretrained(Goldens.Encoder(TokenModel), trainable: true);
        Assert.All(frozen.NamedParameters(), p => Assert.False(p.Value.Value.RequiresGrad));
        Assert.All(trainable.NamedParameters(), p => Assert.True(p.Value.Value.RequiresGrad));
        Assert.False(frozen.IsTraining);
        Assert.True(trainable.IsTraining);
        using var weights = Checkpoint.Open(Goldens.Encoder(TokenModel));
        var stored = weights.Get("classifier.weight");
        var first = weights.Get("classifier.bias");
        // Two tensors of one mapping are as far apart in memory as in the file.
        var names = frozen.StateDict().ToDictionary();
        var apart = names["classifier.weight"].Value.DataAddress - names["classifier.bias"].Value.DataAddress;
        Assert.Equal(stored.Address - first.Address, apart);
    }

    [Fact]
    public void MappedWeightsOutliveACollection()
    {
        using var model = OmniModel.FromPretrained(Goldens.Encoder(TokenModel));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var scope = new TensorScope();
        Assert.True(model.Forward(Small.Batch([0, 4, 5, 2])).Logits.Isfinite().All().IsNonzero());
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float64)]
    public void OtherRealTypesAreConvertedToSinglePrecision(DType type)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path, change: tensor =>
        {
            using var scope = new TensorScope();
            var values = MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray();
            var converted = Tensor.From<float>(values, tensor.Shape).To(type);
            var bytes = new byte[tensor.ByteLength / 4 * type.Size()];
            Marshal.Copy(converted.DataAddress, bytes, 0, bytes.Length);
            return TensorSource.FromMemory(tensor.Name, type, tensor.Shape, bytes);
        });
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.All(model.NamedParameters(), p => Assert.Equal(DType.Float32, p.Value.Value.DType));
        AssertSameLogits(TokenModel, folder.Path, type == DType.Float64 ? 1e-6 : 0.2);
    }

    [Fact]
    public void ANewHeadIsSeededAndReported()
    {
        using var scope = new TensorScope();
        var options = new OmniModelOptions { LabelNames = ["a", "b"] };
        using var model = OmniModel.Create(Goldens.Encoder(LanguageModel), TaskType.TokenClassification, options, seed: 4);
        using var again = OmniModel.Create(Goldens.Encoder(LanguageModel), TaskType.TokenClassification, options, seed: 4);
        Assert.Equal(["classifier.weight", "classifier.bias"], model.LoadReport!.Fresh);
        Assert.Contains("lm_head.dense.weight", model.LoadReport.Unused);
        var input = Small.Batch([0, 4, 5, 6, 2]);
        Assert.Equal(model.Forward(input).Logits.ToArray<float>(), again.Forward(input).Logits.ToArray<float>());
        Assert.All(model.NamedParameters(), p => Assert.True(p.Value.Value.RequiresGrad));
    }

    [Fact]
    public void ALanguageModelGoesOnWithTheHeadItHas()
    {
        using var model = OmniModel.Create(Goldens.Encoder(LanguageModel), TaskType.MaskedLanguageModel, new(), seed: 4);
        Assert.Empty(model.LoadReport!.Fresh);
        using var fresh = OmniModel.Create(Goldens.Encoder("esm-model-pooler"), TaskType.MaskedLanguageModel, new(), seed: 4);
        Assert.Contains("lm_head.dense.weight", fresh.LoadReport!.Fresh);
        using var weights = Checkpoint.Open(Goldens.Encoder("esm-model-pooler"));
        var stored = MemoryMarshal.Cast<byte, float>(weights.Get("embeddings.word_embeddings.weight").Bytes).ToArray();
        Assert.Equal(stored, fresh.StateDict().ToDictionary()["lm_head.decoder.weight"].Value.ToArray<float>());
    }

    [Fact]
    public void ALanguageModelKeepsTheTensorsOfItsHeadThatAreThere()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(LanguageModel, folder.Path, name => name == "lm_head.bias" ? null : name);
        using var model = OmniModel.Create(folder.Path, TaskType.MaskedLanguageModel, new(), seed: 4);
        using var whole = OmniModel.Create(Goldens.Encoder(LanguageModel), TaskType.MaskedLanguageModel, new(), seed: 4);
        Assert.Equal(["lm_head.bias"], model.LoadReport!.Fresh);
        foreach (var name in new[] { "lm_head.dense.weight", "lm_head.layer_norm.bias" })
            Assert.Equal(
                whole.StateDict().ToDictionary()[name].Value.ToArray<float>(),
                model.StateDict().ToDictionary()[name].Value.ToArray<float>());
    }

    [Fact]
    public void ALanguageModelThatIsUntiedKeepsTheRestOfItsHead()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(LanguageModel, folder.Path, configure: config => config["tie_word_embeddings"] = false,
            rename: name => name == "lm_head.decoder.weight" ? null : name);
        using var model = OmniModel.Create(folder.Path, TaskType.MaskedLanguageModel, new(), seed: 4);
        Assert.Equal(["lm_head.decoder.weight"], model.LoadReport!.Fresh);
    }

    [Fact]
    public void APretrainedModelWithoutItsHeadIsRefused()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(TokenModel, folder.Path, name => name.StartsWith("classifier", StringComparison.Ordinal) ? null : name);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path, TaskType.TokenClassification));
        Assert.Contains("classifier.weight", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AConfigurationFileAloneMakesAModelFromScratchButAFolderNeedsWeights()
    {
        using var folder = new TemporaryFolder();
        ModelConfigFile.Write(folder["config.json"], Small.Config.ToJson());
        using var model = OmniModel.Create(folder["config.json"], TaskType.MaskedLanguageModel, new(), seed: 1);
        Assert.Null(model.LoadReport);
        var e = Assert.Throws<OmniException>(() => OmniModel.Create(folder.Path, TaskType.MaskedLanguageModel, new(), seed: 1));
        Assert.Equal("OH3002", e.Code);
    }

    private static void AssertSameLogits(string golden, string folder, double tolerance = 0)
    {
        using var scope = new TensorScope();
        using var expected = OmniModel.FromPretrained(Goldens.Encoder(golden));
        using var got = OmniModel.FromPretrained(folder, expected.Task);
        var input = Small.Batch([0, 4, 5, 6, 2], [0, 4, 2]);
        Assert.True(Small.Distance(expected.Forward(input).Logits, got.Forward(input).Logits) <= tolerance);
    }
}
