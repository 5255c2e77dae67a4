/* Words, numbers and what is no prose: how a French sentence is cut. */
#include "text_fixture.h"

START_TEST(elisions)
{
  ck_cut("J'ai l'âme qu'il n'a", "J'~ ai l'~ âme qu'~ il n'~ a");
  ck_cut("L’HOMME QU’ELLE", "L'~ HOMME QU'~ ELLE");
  ck_cut("jusqu'à lorsqu'on puisqu'il quoiqu'ici", "jusqu'~ à lorsqu'~ on puisqu'~ il quoiqu'~ ici");
  ck_cut("d'aujourd'hui", "d'~ aujourd'hui");
  ck_cut("l'arc-en-ciel", "l'~ arc-en-ciel");
  ck_cut("aujourd'hui prud'homme presqu'île quelqu'un m'dame", "aujourd'hui prud'homme presqu'île quelqu'un m'dame");
  ck_cut("Aujourd’hui PRESQU’ÎLE", "Aujourd'hui PRESQU'ÎLE");
  ck_cut("l' homme", "l'~ homme");
  ck_cut("l'« âge »", "l'~ « âge »");
  ck_cut("j'm'en", "j'~ m'~ en");
  ck_cut("je m'en vais, va-t'en", "je m'~ en vais , va -t'~^ en");   /* known, but listed as separable */
  ck_cut("O'Brien p'tit", "O'Brien p'tit");
  ck_cut("d'1 an", "d'~ 1{nombre} an");
}
END_TEST

START_TEST(apostrophes)
{
  ck_cut("l’homme lʼhomme l′homme l‘homme l´homme", "l'~ homme l'~ homme l'~ homme l'~ homme l'~ homme");
  ck_cut("il dit 'oui' et ‘non’", "il dit ' oui ' et ‘ non '");
  ck_cut("10′ 5′", "10{nombre} ′ 5{nombre} ′");
}
END_TEST

START_TEST(enclitics)
{
  ck_cut("donne-le-moi", "donne -le^ -moi^");
  ck_cut("a-t-il va-t'en vas-y", "a -t-il^ va -t'~^ en vas -y^");
  ck_cut("dit-on est-ce", "dit -on^ est -ce^");
  ck_cut("cet homme-là ce livre-ci", "cet homme -là^ ce livre -ci^");
  ck_cut("QU'EST-CE QUE", "QU'~ EST -CE^ QUE");
  ck_cut("rendez-vous vis-à-vis arc-en-ciel", "rendez-vous vis-à-vis arc-en-ciel");
  ck_cut("c'est-à-dire peut-être", "c'est-à-dire peut-être");
  ck_cut("jusque-là là-bas", "jusque-là là-bas");
  ck_cut("qu'en-dira-t-on", "qu'en-dira-t-on");
  ck_cut("arc-en-ciel-là", "arc-en-ciel -là^");
  ck_cut("porte-feuille anglo-saxon-là", "porte-feuille anglo-saxon -là^");
  ck_cut("Saint-Martin-d'Ici le-la-le-la-le-la", "Saint-Martin-d'Ici le-la -le^ -la^ -le^ -la^");
  ck_cut("pré- et post-", "pré - et post -");
}
END_TEST

START_TEST(compounds_of_other_hyphens)
{
  ck_cut("arc\u2011en\u2011ciel", "arc-en-ciel");
  ck_cut("rendez\u2010vous", "rendez-vous");
  ck_cut("mot – mot — mot", "mot – mot — mot");
}
END_TEST

START_TEST(numbers)
{
  ck_cut("1 234,5 10 000 1\u202F234\u202F567 12\u00A0345",
         "1_234,5{nombre} 10_000{nombre} 1\u202F234\u202F567{nombre} 12\u00A0345{nombre}");
  ck_cut("en 2010 300 lignes", "en 2010{nombre} 300{nombre} lignes");
  ck_cut("3/4 -5 +3 −2 3-4", "3/4{nombre} -5{nombre} +3{nombre} −2{nombre} 3{nombre} - 4{nombre}");
  ck_cut("50 % 12,50 €", "50{nombre} % 12,50{nombre} €");
  ck_cut("n° 5 art. 12", "n°{abr} 5{nombre} art.{abr} 12{nombre}");
  ck_cut("1914-1918", "1914{nombre} - 1918{nombre}");
  ck_cut("mp3 H2O 4x4", "mp3 H2O 4x4");
}
END_TEST

START_TEST(ordinals_and_roman_numerals)
{
  ck_cut("1er 2e 2ème XXe 1ʳᵉ Ier IIIe", "1er{ord} 2e{ord} 2ème{ord} XXe{ord} 1ʳᵉ{ord} Ier{ord} IIIe{ord}");
  ck_cut("Louis XIV et Napoléon III", "Louis XIV{romain} et Napoléon III{romain}");
  ck_cut("DIX IIII VX MIL", "DIX IIII VX MIL");
  ck_cut("XIe siècle Inde Les", "XIe{ord} siècle Inde Les");
}
END_TEST

START_TEST(dates_and_hours)
{
  ck_cut("le 12/03/2024 ou 2024-03-12 ou 12.03.2024",
         "le 12/03/2024{date} ou 2024-03-12{date} ou 12.03.2024{date}");
  ck_cut("99/99/2024 ou 3/4", "99/99/2024{nombre} ou 3/4{nombre}");
  ck_cut("à 12h30, 12:30 ou 9h", "à 12h30{heure} , 12:30{heure} ou 9h{heure}");
  ck_cut("à 12 h 30", "à 12{nombre} h{unité} 30{nombre}");
  ck_cut("99:99", "99{nombre} : 99{nombre}");
}
END_TEST

START_TEST(units)
{
  ck_cut("5 km 10km/h 20 m² 3 kg", "5{nombre} km{unité} 10{nombre} km/h{unité} 20{nombre} m²{unité} 3{nombre} kg{unité}");
  ck_cut("20 °C", "20{nombre} °C{unité}");
  ck_cut("le km et 3 l'autre", "le km et 3{nombre} l'~ autre");
}
END_TEST

START_TEST(abbreviations)
{
  ck_cut("M. Dupont et Mme Durand", "M.{abr} Dupont et Mme{abr} Durand");
  ck_cut("p. ex. ici", "p.{abr} ex.{abr} ici");
  ck_cut("C'est de l'art.", "C'~ est de l'~ art .");
  ck_cut("l'art. 12", "l'~ art.{abr} 12{nombre}");
  ck_cut("A. Dupont, J.-P. Durand", "A.{abr} Dupont , J.-P.{abr} Durand");
  ck_cut("la S.N.C.F. et l'O.N.U.", "la S.N.C.F.{abr} et l'~ O.N.U.{abr}");
  ck_cut("c.-à-d. ceci", "c.-à-d.{abr} ceci");
  ck_cut("articles L. 642-3", "articles L.{abr} 642{nombre} - 3{nombre}");
}
END_TEST

START_TEST(addresses)
{
  ck_cut("https://exemple.fr/a_(b)?x=1, fin", "https://exemple.fr/a_(b)?x=1{url} , fin");
  ck_cut("(voir http://exemple.fr).", "( voir http://exemple.fr{url} ) .");
  ck_cut("www.truc.fr. ou exemple.com/a", "www.truc.fr{url} . ou exemple.com/a{url}");
  ck_cut("moi.toi@ex-emple.fr; d'exemple.fr", "moi.toi@ex-emple.fr{mail} ; d'~ exemple.fr{url}");
  ck_cut("@nom_2 #mot #12 a@b", "@nom_2{mention} #mot{mot-dièse} # 12{nombre} a @ b");
  ck_cut("fin.Elle vient", "fin . Elle vient");
  ck_cut("fin.c'est", "fin . c'~ est");
}
END_TEST

START_TEST(paths_and_code)
{
  ck_cut("/usr/lib ./a.txt ../b ~/c C:\\Users\\moi, fichier.txt",
         "/usr/lib{chemin} ./a.txt{chemin} ../b{chemin} ~/c{chemin} C:\\Users\\moi{chemin} , fichier.txt{chemin}");
  ck_cut("src/main.c et/ou noir/blanc", "src/main.c{chemin} et / ou noir / blanc");
  ck_cut("snake_case camelCase foo() x86_64 a.b.c --option std::string",
         "snake_case{code} camelCase{code} foo(){code} x86_64{code} a.b.c{code} --option{code} std::string{code}");
  ck_cut("iPhone JavaScript _mot_", "iPhone JavaScript _ mot _");
}
END_TEST

START_TEST(inclusive_writing)
{
  ck_cut("étudiant.e.s ami(e)s étudiant·e·s", "étudiant.e.s ami(e)s étudiant·e·s");
  ck_cut("fini.il part (oui)", "fini . il part ( oui )");
}
END_TEST

START_TEST(emoji)
{
  ck_cut("👨‍👩‍👧 🇫🇷🇧🇪 👍🏽 ❤️ 1️⃣ ©", "👨‍👩‍👧{emoji} 🇫🇷{emoji} 🇧🇪{emoji} 👍🏽{emoji} ❤️{emoji} 1️⃣{emoji} ©");
  ck_cut("mot😀mot", "mot 😀{emoji} mot");
}
END_TEST

START_TEST(marks)
{
  ck_cut("Quoi ?! Non...", "Quoi ? ! | Non ...");
  ck_cut("----- ====", "----- ====");
  ck_cut("a\u00A0: b", "a : b");
}
END_TEST

static void add(TCase *t)
{
  tcase_add_test(t, elisions);
  tcase_add_test(t, apostrophes);
  tcase_add_test(t, enclitics);
  tcase_add_test(t, compounds_of_other_hyphens);
  tcase_add_test(t, numbers);
  tcase_add_test(t, ordinals_and_roman_numerals);
  tcase_add_test(t, dates_and_hours);
  tcase_add_test(t, units);
  tcase_add_test(t, abbreviations);
  tcase_add_test(t, addresses);
  tcase_add_test(t, paths_and_code);
  tcase_add_test(t, inclusive_writing);
  tcase_add_test(t, emoji);
  tcase_add_test(t, marks);
}

int main(void)
{
  return run_suite("tokens", add);
}
