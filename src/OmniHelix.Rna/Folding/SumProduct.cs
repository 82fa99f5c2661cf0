using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Rna.Folding;

/// <summary>Boltzmann weights: alternatives add up, parts multiply.</summary>
internal readonly struct SumProduct : ISemiring<double>
{
    /// <inheritdoc/>
    public static double Zero => 0;

    /// <inheritdoc/>
    public static bool IsSelective => false;

    /// <inheritdoc/>
    public static double One => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Choose(double a, double b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Join(double a, double b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(double value) => value == 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Settle(double value) => value;

    /// <inheritdoc/>
    public static double FromEnergy(double energy, double thermal) => Math.Exp(-energy / thermal);

    /// <summary>
    /// The limit at 0 is smooth, so that the ensemble can be derived by temperature: the function of ViennaRNA, whose constants are
    /// those of a cubic's inflexion. A tabulated 0 is worth −0.017 kcal/mol.
    /// </summary>
    public static double FromDangle(double energy, double thermal)
    {
        if (!double.IsFinite(energy)) return 0;
        var tenths = -energy / 10;
        var smooth = tenths < -1.2283697 ? 0
            : tenths > 0.8660254 ? tenths
            : 0.38490018 * Math.Pow(Math.Sin(tenths - 0.34242663) + 1, 2);
        return Math.Exp(10 * smooth / thermal);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Choose(Vector512<double> a, Vector512<double> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Join(Vector512<double> a, Vector512<double> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ChooseJoin(Vector512<double> sum, Vector512<double> a, Vector512<double> b) =>
        Vector512.FusedMultiplyAdd(a, b, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ChooseAll(Vector512<double> lanes) => Vector512.Sum(lanes);
}
